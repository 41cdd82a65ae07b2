package dev.attractor.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.LongRuns;
import dev.attractor.cli.workbench.ProcessGroups;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What another terminal can do with runs: wait for them, stop them, remove them. */
class ControlCommandsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @RegisterExtension private final Workbench bench = new Workbench();

  private final LongRuns runs = new LongRuns(bench);

  @Test
  void waitEndsWithTheExitCodeOfAFailedRun() throws IOException {
    Workbench.Result begun =
        runs.detached(
            runs.pipeline(
                "f [shape=parallelogram tool_command=\"echo broken; exit 3\"]"
                    + " start -> f f -> exit [condition=\"outcome=success\"]"));

    assertThat(bench.attractor("wait", begun.value("run_id")).code())
        .isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(bench.attractor("logs", "latest", "f").out()).isEqualTo("broken\n");
  }

  @Test
  void stopLeavesNoProcessOfTheTreeAndTheRunCanBeResumed() throws Exception {
    ProcessGroups groups = ProcessGroups.of(bench.home());
    Workbench.Result begun = runs.detached(runs.pipeline(runs.waiting()));
    runs.awaitFile(begun.logsRoot().resolve("w/process.txt"));

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
    Workbench.Result begun = runs.detached(runs.pipeline(runs.waiting()));
    runs.awaitFile(begun.logsRoot().resolve("w/process.txt"));
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
  void cleanRemovesWhatIsOverAfterAskingAndKeepsTheWork() throws IOException {
    Workbench.Result run =
        bench.attractor(
            "run",
            runs.pipeline(
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
  void cleanTellsWhatIsInNoCommitAndTakesItOnlyWithARunThatIsNamed() throws IOException {
    Workbench.Result run =
        bench.attractor(
            "run", runs.pipeline("a [shape=parallelogram tool_command=true] start -> a -> exit"));
    Path worktree = run.logsRoot().resolve("worktree");
    Files.writeString(worktree.resolve("notes.txt"), "precious\n");

    Workbench.Result all = bench.attractor("clean", "--older-than", "0s", "--yes");
    assertThat(all.err()).contains("in no commit: notes.txt", "it is left alone");
    assertThat(worktree.resolve("notes.txt")).exists();

    Workbench.Result named = bench.attractor("clean", "--yes", run.value("run_id"));
    assertThat(named.err()).contains("in no commit, and removed with it: notes.txt");
    assertThat(run.logsRoot()).doesNotExist();
  }

  /** Git waits for a filter that comes to no end: a stop is a stop all the same. */
  @Test
  void aRunIsStoppedWhileGitHangs() throws Exception {
    bench.git(
        "config", "filter.f.clean", "touch %s; exec sleep 600".formatted(bench.path("hangs")));
    bench.write(".gitattributes", "*.f filter=f\n");
    bench.commitAll();
    Process run =
        bench.start(
            "run",
            runs.pipeline(
                "a [shape=parallelogram tool_command=\"echo x >y.f\"] start -> a -> exit"),
            "--run-id=night");
    await().atMost(PATIENCE).until(() -> Files.exists(bench.path("hangs")));

    Workbench.Result stop = bench.attractor("stop", "night", "--grace=120s");

    assertThat(stop.code()).as(stop.err()).isZero();
    assertThat(run.waitFor()).as(bench.output(run)).isEqualTo(ExitCode.CANCELED.code());
  }

  private static final String FAN_OUT =
      "fan [shape=component] join [shape=tripleoctagon] a [shape=parallelogram tool_command=true]"
          + " b [shape=parallelogram tool_command=true] start -> fan fan -> a -> join"
          + " fan -> b -> join join -> exit";

  @Test
  void cleanRemovesTheReportsOfRunsThatWereRefused() throws IOException {
    Files.writeString(
        bench.path("p.dot"),
        "digraph t { start exit a [shape=parallelogram tool_command=true] start -> a -> exit }");
    String dot = bench.path("p.dot").toString();
    assertThat(bench.attractor("run", dot, "--preflight").code()).isZero();
    assertThat(bench.attractor("run", dot, "--answer", "nobody=yes").code())
        .isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    Path runs = bench.path("home/state/attractor/runs");
    try (Stream<Path> left = Files.list(runs)) {
      assertThat(left).hasSize(2);
    }
    Path mine = Files.createDirectories(runs.resolve("mine"));
    Files.writeString(mine.resolve("notes"), "mine");

    assertThat(bench.attractor("clean", "--older-than", "1h", "--yes").err())
        .contains("nothing to remove");
    Workbench.Result cleaned = bench.attractor("clean", "--older-than", "0s", "--yes");

    assertThat(cleaned.out().lines()).hasSize(2).allMatch(line -> line.contains("  refused  "));
    assertThat(cleaned.err()).contains("removed 2 runs");
    try (Stream<Path> left = Files.list(runs)) {
      assertThat(left).containsExactly(mine);
    }
  }

  @Test
  void cleanDeletesBranchesWhenItIsToldToAndNobodyElseHasWorkThere() throws IOException {
    String pipeline = runs.pipeline(FAN_OUT);
    assertThat(bench.attractor("run", pipeline, "--run-id=gone").code()).isZero();
    assertThat(bench.attractor("run", pipeline, "--run-id=kept").code()).isZero();
    bench.git("branch", "attractor/run/gone-2", "main");
    String amended = // it has the trailers of the stage
        bench.git(
            "commit-tree",
            "main^{tree}",
            "-p",
            "attractor/run/kept^",
            "-m",
            bench.git("log", "-1", "--format=%B", "attractor/run/kept"));
    bench.git("update-ref", "refs/heads/attractor/run/kept", amended);

    Workbench.Result cleaned = bench.attractor("clean", "--branches", "--yes", "gone", "kept");

    assertThat(cleaned.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(cleaned.err())
        .contains("deleted attractor/run/gone (was ", "deleted attractor/run/parallel/kept/fan/")
        .contains("left: attractor/run/kept: it leads to commits of somebody else");
    assertThat(bench.git("for-each-ref", "--format=%(refname:short)", "refs/heads").lines())
        .containsExactlyInAnyOrder("main", "attractor/run/gone-2", "attractor/run/kept");
    assertThat(cleaned.err()).contains("removed 1 runs");
    assertThat(bench.attractor("list").out()).contains("kept").doesNotContain("gone");
  }

  /** A folder that somebody sends may say that its branch is any branch. */
  @Test
  void noBranchIsDeletedOfWhichTheRepositoryDoesNotKeepThatItIsTheRuns() throws IOException {
    Workbench.Result run = bench.attractor("run", runs.pipeline(FAN_OUT), "--run-id=night");
    bench.git("branch", "feature/night", "main");
    for (String file : List.of("manifest.json", "progress.ndjson")) {
      Path path = run.logsRoot().resolve(file);
      Files.writeString(
          path, Files.readString(path).replace("attractor/run/night", "feature/night"));
    }

    Workbench.Result refused = bench.attractor("clean", "--branches", "--yes", "night");

    assertThat(refused.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err()).contains("no record of the run night");
    assertThat(bench.git("for-each-ref", "refs/heads/feature/night")).isNotEmpty();
  }

  @Test
  void aRunThatSomebodyDrivesIsNotCleared() throws IOException {
    Workbench.Result begun = runs.detached(runs.pipeline(runs.waiting()));

    Workbench.Result refused = bench.attractor("clean", begun.value("run_id"), "--yes");

    assertThat(refused.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err()).contains("is being driven");
    Files.writeString(bench.path("go"), "");
    assertThat(bench.attractor("wait", begun.value("run_id")).code()).isZero();
  }
}
