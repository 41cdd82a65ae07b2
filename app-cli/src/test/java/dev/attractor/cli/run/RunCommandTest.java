package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.LongRuns;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code attractor run}, with real git and real processes. */
class RunCommandTest {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();

  @RegisterExtension private final Workbench bench = new Workbench();

  @Test
  void theQuickstartFailsOnceAndRecovers() throws IOException {
    Workbench.Result result =
        bench.attractor("run", EXAMPLES.resolve("quickstart/quickstart.dot").toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.value("status")).isEqualTo("success");
    assertThat(bench.stages(result.value("run_branch")))
        .containsExactly(
            "start (success)",
            "plan (success)",
            "implement (success)",
            "test (fail)",
            "fix (success)",
            "test (success)",
            "review (success)",
            "exit (success)");
    assertThat(bench.git("rev-parse", result.value("run_branch")))
        .isEqualTo(result.value("final_commit"));
    assertThat(bench.git("worktree", "list")).contains(result.value("worktree"));
    assertThat(bench.git("fsck", "--strict", "--full")).isEmpty();
    JsonNode report = Workbench.json(result.logsRoot().resolve("final.json"));
    assertThat(report.path("status").asString()).isEqualTo("success");
    assertThat(report.path("totals").path("attempts").asInt()).isEqualTo(9);
    assertThat(Files.readAllLines(result.logsRoot().resolve("progress.ndjson")).getLast())
        .contains("\"event\":\"run_completed\"");
  }

  @Test
  void theUsersBranchIndexAndFilesAreAsBefore() throws IOException {
    bench.write("src/x.txt", "x");
    bench.commitAll();
    Map<String, String> files = bench.files();
    byte[] index = Files.readAllBytes(bench.repo().resolve(".git/index"));
    String head = bench.git("rev-parse", "HEAD");

    bench.run("a [shape=parallelogram tool_command=\"echo y >src/x.txt\"] start -> a -> exit");

    assertThat(bench.files()).isEqualTo(files);
    assertThat(Files.readAllBytes(bench.repo().resolve(".git/index"))).isEqualTo(index);
    assertThat(bench.git("rev-parse", "HEAD")).isEqualTo(head);
    assertThat(bench.git("rev-parse", "--abbrev-ref", "HEAD")).isEqualTo("main");
    assertThat(bench.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void aFailedRunSaysWhyAndEndsWithExitCode1() throws IOException {
    Workbench.Result result =
        bench.run(
            "a [shape=parallelogram tool_command=\"echo no good >&2; exit 7\"] start -> a"
                + " a -> exit [condition=\"outcome=success\"]");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.value("status")).isEqualTo("fail");
    String reason = "a failed, and no way leads on: exit code 7: no good";
    assertThat(result.value("failure_reason")).isEqualTo(reason);
    JsonNode report = Workbench.json(result.logsRoot().resolve("final.json"));
    assertThat(report.path("failure_reason").asString()).isEqualTo(reason);
    assertThat(report.path("exit_node").asString()).isEmpty();
    assertThat(report.path("failure_class").asString()).isEqualTo("deterministic");
  }

  @Test
  void jsonIsOneObject() throws IOException {
    Workbench.Result result = bench.run("start -> exit", "--json");

    assertThat(result.out().lines()).hasSize(1);
    JsonNode object = JsonMapper.shared().readTree(result.out());
    assertThat(object.path("status").asString()).isEqualTo("success");
    assertThat(Path.of(object.path("logs_root").asString())).isDirectory();
  }

  @Test
  void anEndedRunIsOnlyReported() throws IOException {
    Workbench.Result first = bench.run("start -> exit");
    byte[] journal = Files.readAllBytes(first.logsRoot().resolve("progress.ndjson"));

    Workbench.Result again = bench.attractor("resume", "--logs-root", first.logsRoot().toString());

    assertThat(again.code()).isZero();
    assertThat(Files.readAllBytes(first.logsRoot().resolve("progress.ndjson"))).isEqualTo(journal);
  }

  @Test
  void aRunInWhichNothingHappensIsStoppedAndCanBeResumed() throws IOException {
    Path config = bench.path("c.yaml");
    Files.writeString(config, "runtime_policy: {stall_timeout_ms: 1500}");
    Path go = bench.path("go");

    Workbench.Result busy =
        bench.run(
            "a [shape=parallelogram tool_command=\"for i in 1 2 3 4 5 6; do echo $i; sleep 0.5; done\"]"
                + " start -> a a -> exit [condition=\"outcome=success\"]",
            "--config",
            config.toString());
    Workbench.Result stalled =
        bench.run(
            "a [shape=parallelogram tool_command=\"while [ ! -e %s ]; do sleep 0.1; done\"]"
                    .formatted(go)
                + " start -> a a -> exit [condition=\"outcome=success\"]",
            "--config",
            config.toString());

    assertThat(busy.code()).as(busy.err()).isZero();
    assertThat(stalled.code()).as(stalled.err()).isEqualTo(ExitCode.CANCELED.code());
    assertThat(Files.readString(stalled.logsRoot().resolve("progress.ndjson")))
        .contains("\"event\":\"stall_watchdog_timeout\"")
        .contains("nothing has happened for 1500 ms");
    Files.writeString(go, "");
    assertThat(bench.attractor("resume", "--logs-root", stalled.value("logs_root")).code())
        .isZero();
  }

  @Test
  void tenRunsInOneRepositoryDoNotDisturbOneAnother() throws Exception {
    String file =
        new LongRuns(bench)
            .pipeline(
                "a [shape=parallelogram tool_command=\"echo $ATTRACTOR_RUN_ID >id\"]"
                    + " b [shape=parallelogram tool_command=\"grep -q $ATTRACTOR_RUN_ID id\"]"
                    + " start -> a -> b b -> exit [condition=\"outcome=success\"]");
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(bench.start("run", file, "--run-id", "run-" + i));
    }
    for (Process one : all) {
      assertThat(one.waitFor()).as(bench.output(one)).isZero();
    }
    assertThat(
            IntStream.range(0, 10)
                .mapToObj(i -> bench.git("show", "attractor/run/run-%d:id".formatted(i)))
                .toList())
        .isEqualTo(IntStream.range(0, 10).mapToObj(i -> "run-" + i).toList());
    bench.git("fsck", "--strict");
  }
}
