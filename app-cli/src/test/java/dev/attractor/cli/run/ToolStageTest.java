package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.attractor.cli.Main;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.ChildJvm;
import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stages that run a command. */
class ToolStageTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  @Test
  void toolStagesReportThroughTheStatusFileAndSeeTheirSurroundings() throws IOException {
    Workbench.Result result =
        bench.run(
            """
            a [shape=parallelogram tool_command="echo $ATTRACTOR_NODE_ID $ATTRACTOR_VISIT >seen
            echo '{\\"status\\":\\"needs_more\\",\\"context_updates\\":{\\"k\\":\\"v\\"}}' >$ATTRACTOR_STATUS_PATH"]
            b [shape=parallelogram tool_command="echo '{\\"outcome\\":\\"ok\\"}' >status.json"]
            start -> a
            a -> b [condition="outcome=needs_more && context.k=v"]
            b -> exit
            """);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.git("show", result.value("run_branch") + ":seen")).isEqualTo("a 1");
    assertThat(bench.git("ls-tree", "--name-only", result.value("run_branch")).lines())
        .as("status files are not committed")
        .containsExactly("README.md", "seen");
  }

  @Test
  void commandsSeeTheGoalTheVariablesAndWhereTheRunComesFrom() throws IOException {
    String tells =
        "echo $ATTRACTOR_NODE_ID: $ATTRACTOR_PREDECESSOR_NODE $ATTRACTOR_PREDECESSOR_OUTCOME >>";
    Workbench.Result result =
        bench.run(
            """
            goal="Say \\"hi\\"; $(touch no)"
            a [shape=parallelogram tool_command="echo \\"$ATTRACTOR_GOAL|$ATTRACTOR_VAR_MY_COLOR\\" >seen
            TELLSseen; exit 1"]
            fan [shape=component take=all] join [shape=tripleoctagon]
            b [shape=parallelogram tool_command="TELLSb"]
            c [shape=parallelogram tool_command="TELLSc"]
            d [shape=parallelogram tool_command="TELLSseen"]
            start -> a a -> fan [condition="outcome=fail"]
            fan -> b -> join fan -> c -> join join -> d d -> exit
            """
                .replace("TELLS", tells),
            "--set",
            "my-color=a 'b'");

    assertThat(result.code()).as(result.err()).isZero();
    String branch = result.value("run_branch");
    assertThat(bench.git("show", branch + ":seen"))
        .isEqualTo("Say \"hi\"; $(touch no)|a 'b'\na: start success\nd: join success");
    assertThat(bench.git("show", branch + ":b")).isEqualTo("b: fan success");
    assertThat(bench.git("ls-tree", "--name-only", branch).lines()).doesNotContain("no");
  }

  @Test
  void aTimeoutIsTransientAndLeavesNothingRunning() throws IOException {
    Workbench.Result result =
        bench.run(
            "a [shape=parallelogram timeout=300ms tool_command=\"sleep 600\"] start -> a"
                + " b [shape=parallelogram tool_command=true] b -> exit"
                + " a -> b [condition=\"outcome=fail && context.failure_class=transient_infra\"]");

    assertThat(result.code()).as(result.err()).isZero();
  }

  @Test
  void artifactsOfAToolStage() throws IOException {
    Workbench.Result result =
        bench.run(
            "a [shape=parallelogram tool_command=\"echo out; echo err >&2; echo x >x\"]"
                + " start -> a -> exit");
    Path stage = result.logsRoot().resolve("a");

    assertThat(stage.resolve("stdout.log")).hasContent("out");
    assertThat(stage.resolve("stderr.log")).hasContent("err");
    assertThat(stage.resolve("diff.patch")).content().contains("+x");
    assertThat(Workbench.json(stage.resolve("tool_invocation.json")).path("exit_code").asInt(-1))
        .isZero();
    assertThat(Workbench.json(stage.resolve("status.json")).path("status").asString())
        .isEqualTo("success");
    for (String name :
        new String[] {
          "manifest.json", "graph.dot", "run_config.json", "preflight_report.json",
          "progress.ndjson", "live.json", "checkpoint.json", "final.json"
        }) {
      assertThat(result.logsRoot().resolve(name)).exists();
    }
    assertThat(result.logsRoot().resolve("run.pid")).doesNotExist();
  }

  @Test
  void commandsFindTheContextInAFile() throws IOException {
    Workbench.Result result =
        bench.run(
            """
            a [shape=parallelogram tool_command="echo '{\\"status\\":\\"success\\",\\"context_updates\\":{\\"who\\":\\"$(id) it is\\",\\"human.gate.selected\\":\\"A\\"}}' >$ATTRACTOR_STATUS_PATH"]
            b [shape=parallelogram tool_command="cp $ATTRACTOR_CONTEXT_FILE seen.json"]
            start -> a -> b -> exit
            """);

    assertThat(result.code()).as(result.err()).isZero();
    JsonNode context =
        JsonMapper.shared().readTree(bench.git("show", result.value("run_branch") + ":seen.json"));
    assertThat(context.path("who").asString()).contains(" it is");
    assertThat(context.path("last_stage").asString()).isEqualTo("a");
    assertThat(context.has("human.gate.selected"))
        .as("what the engine says no stage may report")
        .isFalse();
  }

  /** A path in the letters of another time, for example. */
  @Test
  void aVariableThatIsNoTextReachesTheCommandAsItIs() throws Exception {
    Path pipeline =
        Files.writeString(
            bench.path("p.dot"),
            SamplePipelines.framed(
                "t [shape=parallelogram tool_command=\"printenv WHERE | od -An -tx1\"]"
                    + " start -> t -> exit"));
    List<String> command =
        Stream.concat(
                Stream.of(
                    "sh", "-c", "WHERE=$(printf '/\\374') && export WHERE && exec \"$@\"", "sh"),
                ChildJvm.get().command(List.of("-Dsun.jnu.encoding=UTF-8"), Main.class).stream())
            .toList();
    Path logs = bench.path("logs");
    Process run = bench.start(command, "run", pipeline.toString(), "--logs-root", logs.toString());

    assertThat(run.waitFor()).as(bench.output(run)).isZero();
    assertThat(logs.resolve("t/stdout.log")).hasContent(" 2f fc 0a");
  }

  @Test
  void whatCannotBePrintedIsTold() throws Exception {
    assumeThat(Path.of("/dev/full")).exists();
    List<String> command =
        Stream.concat(
                Stream.of("sh", "-c", "exec \"$@\" >/dev/full", "sh"),
                ChildJvm.get().command(List.of(), Main.class).stream())
            .toList();
    Process list = bench.start(command, "list", "--json");

    assertThat(list.waitFor()).isEqualTo(ExitCode.INTERNAL_ERROR.code());
    assertThat(bench.output(list)).contains("error: not all could be printed: ", "hint: ");
  }
}
