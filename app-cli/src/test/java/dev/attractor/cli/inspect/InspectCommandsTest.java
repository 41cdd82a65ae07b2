package dev.attractor.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.LongRuns;
import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** Commands that look at runs. */
class InspectCommandsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @RegisterExtension private final Workbench bench = new Workbench();

  private final LongRuns runs = new LongRuns(bench);

  @BeforeEach
  void writePipeline() throws IOException {
    bench.write("p.dot", SamplePipelines.RECOVERING);
    bench.commitAll();
  }

  @Test
  void explainAndReplayLookBackAtARun() throws IOException {
    Workbench.Result run = bench.attractor("run", "p.dot");
    assertThat(run.code()).as(run.err()).isZero();

    Workbench.Result explained = bench.attractor("explain");
    assertThat(explained.out())
        .contains("work -> fix")
        .contains("§6 rule 1: the condition outcome=fail holds")
        .contains("lost: -> exit [outcome=success]: its condition fails");
    assertThat(bench.attractor("explain", run.value("run_id"), "--seq", "1").code()).isEqualTo(2);

    assertThat(bench.attractor("replay", run.value("run_id").substring(0, 20)).out())
        .contains("follow from the rules");
    bench.write(
        "changed.dot",
        SamplePipelines.RECOVERING.replace(
            "work -> fix [condition=\"outcome=fail\"]", "work -> fix"));
    Workbench.Result changed = bench.attractor("replay", "latest", "--graph", "changed.dot");
    assertThat(changed.code()).isEqualTo(1);
    assertThat(changed.out()).contains("differs");
  }

  @Test
  void aForgedJournalIsFoundByReplay() throws IOException {
    Workbench.Result run = bench.attractor("run", "p.dot");
    Path journal = run.logsRoot().resolve("progress.ndjson");
    Files.writeString(
        journal,
        Files.readString(journal)
            .replace("\"to_node\":\"fix\",\"hop_source\"", "\"to_node\":\"exit\",\"hop_source\""));

    assertThat(bench.attractor("replay", run.logsRoot().toString()).code()).isEqualTo(1);
  }

  @Test
  void statusTellsOfTheNewestRunOrOfOneByItsFolder() throws IOException {
    Workbench.Result first = bench.run("start -> exit");
    Workbench.Result status = bench.attractor("status");

    assertThat(status.value("run_id")).isEqualTo(first.value("run_id"));
    assertThat(status.value("status")).isEqualTo("success");
    assertThat(
            bench.attractor("status", "--logs-root", first.logsRoot().toString(), "--json").out())
        .contains("\"status\":\"success\"");
  }

  @Test
  void aStatusThatIsFollowedIsToldAgainUntilTheRunIsOver() throws Exception {
    String run = runs.detached(runs.pipeline(runs.waiting())).value("run_id");

    Process follower = bench.start("status", run, "--follow", "--json");
    await().atMost(PATIENCE).until(() -> bench.output(follower).contains("\"current_node\":\"w\""));
    Files.writeString(bench.path("go"), "");

    assertThat(follower.waitFor()).isZero();
    List<String> told =
        bench
            .output(follower)
            .lines()
            .map(line -> JsonMapper.shared().readTree(line).path("status").asString())
            .toList();
    assertThat(told).startsWith("running").endsWith("success");
  }

  @Test
  void theLatestOutputAndTheChangesOfAStageAreFoundWhereverItRan() throws IOException {
    Workbench.Result result =
        bench.attractor(
            "run",
            runs.pipeline(
                """
                fan [shape=component] join [shape=tripleoctagon]
                b [shape=parallelogram tool_command="echo of b; echo b >b"]
                c [shape=parallelogram tool_command="echo of c; echo c >c"]
                d [shape=parallelogram
                   tool_command="ls | grep -c again; [ -e again ] || ! touch again"]
                start -> fan fan -> b -> join fan -> c -> join
                join -> d [condition="outcome=success"] d -> exit [condition="outcome=success"]
                d -> d [condition="outcome=fail" loop_restart=true]
                """));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.attractor("logs", "latest").out())
        .containsSubsequence(
            "fan  ", "[b]   b  ", "success", "branch b", "join  ", "run succeeded");
    assertThat(bench.attractor("logs", "latest", "c").out()).isEqualTo("of c\n");
    assertThat(bench.attractor("diff", "latest", "c").out()).contains("+c").doesNotContain("+b");
    assertThat(bench.attractor("logs", "latest", "d").out())
        .as("of the second iteration")
        .isEqualTo("1\n");
    assertThat(bench.attractor("logs", "latest", "e").err()).contains("no output of a stage e");
    assertThat(bench.attractor("logs", "latest", "c", "--visit", "2").err())
        .contains("no output of a stage c");
  }

  @Test
  void diffPrintsWhatARunAndAStageHaveChanged() throws IOException {
    Workbench.Result run =
        bench.attractor(
            "run",
            runs.pipeline(
                "a [shape=parallelogram tool_command=\"echo one >a\"]"
                    + " b [shape=parallelogram tool_command=\"echo two >b\"]"
                    + " start -> a -> b b -> exit [condition=\"outcome=success\"]"));
    assertThat(run.code()).as(run.err()).isZero();

    assertThat(bench.attractor("diff").out()).contains("+one").contains("+two");
    assertThat(bench.attractor("diff", "latest", "b").out())
        .contains("+two")
        .doesNotContain("+one");
    assertThat(bench.attractor("diff", "latest", "c").code()).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void ofAnAgentItsWordsAreToldAndWhyItFailed() throws IOException {
    Workbench.Result run =
        bench.run(
            "a [llm_provider=scripted prompt=x max_retries=1 agent_script=\"a: [{attempt: 1, error:"
                + " {class: transient_infra, reason: cut off}}, {say: second, outcome: fail}]\"]"
                + " start -> a -> exit",
            "--run-id",
            "night");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.RUN_FAILED.code());

    Workbench.Result latest = bench.attractor("logs", "night", "a");
    assertThat(latest.out()).isEqualTo("second\n");
    assertThat(latest.err()).containsPattern("a \\(visit 1, try 2\\) +fail");
    Workbench.Result first = bench.attractor("logs", "night", "a", "--attempt", "1");
    assertThat(first.err()).contains("fail (transient_infra) cut off");
  }

  /** Whoever writes a reason writes no lines of the program. */
  @Test
  void aReasonOfSeveralLinesForgesNone() throws IOException {
    Path says =
        Files.writeString(
            bench.path("says.json"),
            "{\"status\": \"fail\","
                + " \"failure_reason\": \"no\\nstatus=success\\nrun succeeded at exit\"}");
    Workbench.Result run =
        bench.run(
            "a [shape=parallelogram tool_command=\"cp %s $ATTRACTOR_STATUS_PATH\"] start -> a -> exit"
                .formatted(says),
            "--run-id",
            "night");
    assertThat(run.code()).isEqualTo(ExitCode.RUN_FAILED.code());

    for (String told :
        new String[] {
          run.err(),
          run.out(),
          bench.attractor("status", "night").out(),
          bench.attractor("logs", "night").out(),
          bench.attractor("explain", "night").out()
        }) {
      assertThat(told.lines())
          .noneMatch(line -> line.equals("status=success"))
          .noneMatch(line -> line.strip().equals("run succeeded at exit"));
    }
    assertThat(bench.attractor("status", "night").out())
        .contains("status=fail", "no status=success");
  }
}
