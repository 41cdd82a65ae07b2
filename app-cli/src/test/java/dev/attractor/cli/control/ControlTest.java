package dev.attractor.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.ProcessGroups;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs that go on by themselves, and what another terminal can do with them. */
class ControlTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @RegisterExtension private final Workbench bench = new Workbench();

  private String pipeline(String statements) throws IOException {
    Path file = Files.createTempFile(bench.folder(), "p", ".dot");
    return Files.writeString(file, "digraph t { start exit %s }".formatted(statements)).toString();
  }

  /** A stage that goes on until a file is there. */
  private String waiting() {
    return "w [shape=parallelogram tool_command=\"sleep 600 & while [ ! -e %s ]; do sleep 0.1; done; kill $!\"]"
            .formatted(bench.path("go"))
        + " start -> w w -> exit [condition=\"outcome=success\"]";
  }

  private Workbench.Result detached(String pipeline, String... options) {
    Workbench.Result result =
        bench.attractor(
            Stream.concat(Stream.of("run", pipeline, "--detach"), Stream.of(options))
                .toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isZero();
    return result;
  }

  private Workbench.Result status(String run) {
    return bench.attractor("status", run);
  }

  private void awaitFile(Path file) {
    await().atMost(PATIENCE).until(() -> Files.exists(file));
  }

  @Test
  void aDetachedRunIsListedAndFollowedAndItsExitCodeIsWaitedFor() throws IOException {
    Workbench.Result begun = detached(pipeline(waiting()));
    String run = begun.value("run_id");

    assertThat(status(run).value("status")).isEqualTo("running");
    assertThat(bench.attractor("list").out()).contains(run).contains("running");
    JsonNode listed = JsonMapper.shared().readTree(bench.attractor("list", "--json").out());
    assertThat(listed.get(0).path("logs_root").asString()).isEqualTo(begun.value("logs_root"));
    assertThat(bench.attractor("wait", run, "--timeout", "200ms").code())
        .isEqualTo(ExitCode.NOT_YET.code());

    Files.writeString(bench.path("go"), "");
    Workbench.Result over = bench.attractor("wait", run.substring(0, 12), "--timeout", "90s");
    assertThat(over.code()).as(over.err()).isZero();
    assertThat(over.value("status")).isEqualTo("success");
    assertThat(bench.attractor("logs", run).out()).contains("w ").contains("run succeeded");
    assertThat(bench.attractor("logs", run, "--follow").out()).contains("run succeeded");
  }

  @Test
  void aStatusThatIsFollowedIsToldAgainUntilTheRunIsOver() throws Exception {
    String run = detached(pipeline(waiting())).value("run_id");

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
            pipeline(
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
  }

  @Test
  void waitEndsWithTheExitCodeOfAFailedRun() throws IOException {
    Workbench.Result begun =
        detached(
            pipeline(
                "f [shape=parallelogram tool_command=\"echo broken; exit 3\"]"
                    + " start -> f f -> exit [condition=\"outcome=success\"]"));

    assertThat(bench.attractor("wait", begun.value("run_id")).code())
        .isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(bench.attractor("logs", "latest", "f").out()).isEqualTo("broken\n");
  }

  @Test
  void aDetachedRunThatCannotBeginSaysWhyAndLeavesNothing() throws IOException {
    Path logs = bench.path("logs");

    Workbench.Result result =
        bench.attractor("run", pipeline("a -> b"), "--detach", "--logs-root", logs.toString());

    assertThat(result.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).contains("[reachability]");
    assertThat(logs).doesNotExist();
    assertThat(bench.git("branch", "--list").lines()).hasSize(1);
  }

  @Test
  void aDetachedRunSurvivesTheDeathOfWhoStartedIt() throws Exception {
    Path logs = bench.path("logs");
    Process starter =
        bench.start("run", pipeline(waiting()), "--detach", "--logs-root", logs.toString());
    awaitFile(logs.resolve("w/process.txt"));
    starter.destroyForcibly();
    starter.waitFor();

    Files.writeString(bench.path("go"), "");
    Workbench.Result over = bench.attractor("wait", logs.toString(), "--timeout", "90s");
    assertThat(over.code()).as(over.err()).isZero();
  }

  @Test
  void stopLeavesNoProcessOfTheTreeAndTheRunCanBeResumed() throws Exception {
    ProcessGroups groups = ProcessGroups.of(bench.home());
    Workbench.Result begun = detached(pipeline(waiting()));
    awaitFile(begun.logsRoot().resolve("w/process.txt"));

    Workbench.Result stopped = bench.attractor("stop", begun.value("run_id"));

    assertThat(stopped.code()).as(stopped.err()).isZero();
    assertThat(stopped.value("status")).isEqualTo("canceled");
    groups.assertAllHaveEnded();
    assertThat(bench.attractor("stop", begun.value("run_id")).err()).contains("nobody drives");
    assertThat(bench.attractor("wait", begun.value("run_id")).code())
        .isEqualTo(ExitCode.CANCELED.code());

    Files.writeString(bench.path("go"), "");
    Workbench.Result resumed = bench.attractor("resume", "--run-id", begun.value("run_id"));
    assertThat(resumed.code()).as(resumed.err()).isZero();
  }

  @Test
  void stopByForceEndsADriverThatDoesNotAnswerWithAllItStarted() throws Exception {
    ProcessGroups groups = ProcessGroups.of(bench.home());
    Workbench.Result begun = detached(pipeline(waiting()));
    awaitFile(begun.logsRoot().resolve("w/process.txt"));
    bench.kill("-STOP", begun.value("pid")); // it cannot answer

    Workbench.Result patient = bench.attractor("stop", begun.value("run_id"), "--grace", "300ms");
    assertThat(patient.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(patient.err()).contains("--force");

    Workbench.Result forced =
        bench.attractor("stop", begun.value("run_id"), "--grace", "300ms", "--force");
    assertThat(forced.code()).as(forced.err()).isZero();
    assertThat(forced.value("status")).isEqualTo("interrupted");
    groups.assertAllHaveEnded();
    assertThat(bench.attractor("wait", begun.value("run_id")).code())
        .isEqualTo(ExitCode.INTERNAL_ERROR.code());

    Files.writeString(bench.path("go"), "");
    assertThat(bench.attractor("resume", "--logs-root", begun.value("logs_root")).code()).isZero();
  }

  @Test
  void aQuestionOfADetachedRunIsAnsweredFromAnotherTerminal() throws IOException {
    Workbench.Result begun =
        detached(
            pipeline(
                "ask [shape=hexagon label=\"Ship it?\"] no [shape=parallelogram tool_command=false]"
                    + " start -> ask ask -> exit [label=\"[Y] Yes\"] ask -> no [label=No]"
                    + " no -> exit [condition=\"outcome=success\"]"));
    String run = begun.value("run_id");
    awaitFile(begun.logsRoot().resolve("questions/ask-v1-a1.json"));

    assertThat(bench.attractor("answer", run, "--list").out())
        .contains("ask-v1-a1  Ship it?")
        .contains("Y  [Y] Yes");
    Workbench.Result wrong = bench.attractor("answer", run, "perhaps");
    assertThat(wrong.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(wrong.err()).contains("'perhaps'").contains("Y ([Y] Yes)").contains("ask-v1-a1");
    assertThat(bench.attractor("answer", run, "other", "y").code())
        .isEqualTo(ExitCode.USAGE.code());

    assertThat(bench.attractor("answer", run, "ask", "y").code()).isZero();
    assertThat(bench.attractor("wait", run).code()).isZero();
    assertThat(Files.readString(begun.logsRoot().resolve("progress.ndjson")))
        .contains("\"answered_by\":\"file\"");
    assertThat(begun.logsRoot().resolve("questions")).isEmptyDirectory();
  }

  @Test
  void diffPrintsWhatARunAndAStageHaveChanged() throws IOException {
    Workbench.Result run =
        bench.attractor(
            "run",
            pipeline(
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
  void cleanRemovesWhatIsOverAfterAskingAndKeepsTheWork() throws IOException {
    Workbench.Result run =
        bench.attractor(
            "run",
            pipeline(
                "a [shape=parallelogram tool_command=\"echo one >a\"]"
                    + " start -> a a -> exit [condition=\"outcome=success\"]"));
    String id = run.value("run_id");
    String[] clean = {"clean", "--older-than", "0s"};

    assertThat(bench.attractor("clean").err()).contains("nothing to remove");
    assertThat(bench.attractor("clean", "--older-than", "0s", "--dry-run").out()).contains(id);
    assertThat(bench.attractorWithInput("n\n", clean).code()).isZero();
    assertThat(run.logsRoot()).exists();
    assertThat(bench.attractorWithInput("", clean).code()).as("no answer is no consent").isZero();
    assertThat(run.logsRoot()).exists();

    assertThat(bench.attractorWithInput("y\n", clean).err()).contains("removed 1 runs");

    assertThat(run.logsRoot()).doesNotExist();
    assertThat(bench.git("worktree", "list").lines()).hasSize(1);
    assertThat(bench.git("for-each-ref", "refs/attractor")).isEmpty();
    assertThat(bench.git("show", run.value("run_branch") + ":a")).isEqualTo("one");
    assertThat(bench.attractor("list").out()).isEmpty();
  }

  @Test
  void aRunThatSomebodyDrivesIsNotCleared() throws IOException {
    Workbench.Result begun = detached(pipeline(waiting()));

    Workbench.Result refused = bench.attractor("clean", begun.value("run_id"), "--yes");

    assertThat(refused.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err()).contains("is being driven");
    Files.writeString(bench.path("go"), "");
    assertThat(bench.attractor("wait", begun.value("run_id")).code()).isZero();
  }

  @Test
  void tenRunsInOneRepositoryDoNotDisturbOneAnother() throws Exception {
    String file =
        pipeline(
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
