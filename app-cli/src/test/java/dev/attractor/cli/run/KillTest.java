package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.ProcessGroups;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SEMANTICS §12 with a real SIGKILL: the program in a JVM of its own dies in the middle. */
class KillTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PIPELINE =
      """
      digraph t {
        start [shape=Mdiamond] exit [shape=Msquare]
        a [shape=parallelogram tool_command="echo a >>log"]
        b [shape=parallelogram tool_command="echo b >>log; touch $MARKS/b-$(ls $MARKS | wc -l)
           if [ ! -e $MARKS/go ]; then sleep 600; fi"]
        c [shape=parallelogram tool_command="echo c >>log"]
        start -> a -> b -> c -> exit
      }
      """;

  private Path marks = Path.of("");
  private Path logs = Path.of("");

  @RegisterExtension private final Workbench bench = new Workbench();

  @BeforeEach
  void writePipelines() throws IOException {
    marks = Files.createDirectories(bench.path("marks")).toRealPath();
    logs = bench.path("logs");
    Files.writeString(bench.path("p.dot"), PIPELINE.replace("$MARKS", marks.toString()));
    Files.writeString(
        bench.path("stubborn.dot"),
        """
        digraph stubborn {
          start [shape=Mdiamond] exit [shape=Msquare]
          b [shape=parallelogram tool_command="trap '' TERM; touch $MARKS/stubborn
             while [ ! -e $MARKS/go ]; do sleep 0.1; done"]
          start -> b b -> exit [condition="outcome=success"]
        }
        """
            .replace("$MARKS", marks.toString()));
    Files.writeString(
        bench.path("outer.dot"),
        "digraph outer { start exit inner [type=pipeline pipeline_file=\"p.dot\"]"
            + " start -> inner inner -> exit [condition=\"outcome=success\"] }");
  }

  /** Starts a run and returns when its stage b is in its middle. */
  private Process runUntilB(String pipeline) throws IOException {
    return runUntilB(pipeline, marks.resolve("b-0"));
  }

  private Process runUntilB(String pipeline, Path mark) throws IOException {
    Process process =
        bench.start("run", bench.path(pipeline).toString(), "--logs-root", logs.toString());
    await().atMost(PATIENCE).until(() -> Files.exists(mark));
    return process;
  }

  private Workbench.Result letBEndAndResume() throws IOException {
    Files.createFile(marks.resolve("go"));
    Workbench.Result result = bench.attractor("resume", "--logs-root", logs.toString());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.git("show", result.value("run_branch") + ":log").lines())
        .as("no finished stage ran again, and the interrupted one began afresh")
        .containsExactly("a", "b", "c");
    assertThat(bench.git("fsck", "--strict", "--full")).isEmpty();
    return result;
  }

  private static void assertEnded(long pid) {
    await("what the dead driver left running was ended, and is reaped by its new parent")
        .atMost(PATIENCE)
        .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void killedInTheMiddleOfAStageARunIsFinishedByResume() throws Exception {
    Process process = runUntilB("p.dot");
    long stage = Long.parseLong(Files.readAllLines(logs.resolve("b/process.txt")).getFirst());
    assertThat(ProcessHandle.of(stage)).as("the stage is running").isPresent();
    process.destroyForcibly(); // SIGKILL
    process.waitFor();
    assertThat(bench.attractor("status", "--logs-root", logs.toString()).value("status"))
        .isEqualTo("interrupted");

    Workbench.Result result = letBEndAndResume();

    assertThat(bench.stages(result.value("run_branch")))
        .containsExactly(
            "start (success)", "a (success)", "b (success)", "c (success)", "exit (success)");
    assertThat(Files.readAllLines(logs.resolve("progress.ndjson")))
        .filteredOn(line -> line.contains("preflight_completed") || line.contains("run_resumed"))
        .as("what was checked before the run, and again before it went on")
        .satisfiesExactly(
            begun -> assertThat(begun).contains("preflight_completed"),
            checked -> assertThat(checked).contains("preflight_completed"),
            resumed -> assertThat(resumed).contains("run_resumed"));
    assertEnded(stage);
  }

  @Test
  void killedInsideAStageThatIsARunOfItsOwn() throws Exception {
    Process process = runUntilB("outer.dot");
    long stage =
        Long.parseLong(Files.readAllLines(logs.resolve("inner/run/b/process.txt")).getFirst());
    process.destroyForcibly(); // SIGKILL
    process.waitFor();

    Workbench.Result result = letBEndAndResume();

    assertThat(bench.stages(result.value("run_branch")))
        .containsExactly(
            "start (success)",
            "start (success)",
            "a (success)",
            "b (success)",
            "c (success)",
            "exit (success)",
            "inner (success)",
            "exit (success)");
    assertEnded(stage);
  }

  @Test
  void terminatedARunStopsCleanlyAndCanBeResumed() throws Exception {
    Process process = runUntilB("p.dot");
    process.destroy(); // SIGTERM

    assertThat(process.waitFor()).isEqualTo(ExitCode.CANCELED.code());
    assertThat(lastEvent(logs)).contains("run_canceled");
    assertThat(Files.readString(logs.resolve("final.json"))).contains("canceled");
    letBEndAndResume();
  }

  @Test
  void interruptedOnceARunStopsCleanlyInterruptedTwiceItEndsAtOnce() throws Exception {
    Process clean = runUntilB("p.dot");
    interrupt(clean);
    assertThat(clean.waitFor()).isEqualTo(ExitCode.CANCELED.code());
    assertThat(lastEvent(logs)).contains("run_canceled");

    ProcessGroups groups = ProcessGroups.of(bench.home());
    logs = bench.path("stubborn");
    Process atOnce = runUntilB("stubborn.dot", marks.resolve("stubborn"));
    interrupt(atOnce);
    await().atMost(PATIENCE).until(() -> bench.output(atOnce).contains("safe point"));
    interrupt(atOnce);
    assertThat(atOnce.waitFor()).isEqualTo(128 + 2);
    assertThat(lastEvent(logs)).contains("stage_attempt_start");
    groups.assertAllHaveEnded();

    Files.createFile(marks.resolve("go"));
    Workbench.Result resumed = bench.attractor("resume", "--logs-root", logs.toString());
    assertThat(resumed.code()).as(resumed.err()).isZero();
  }

  private void interrupt(Process process) throws Exception {
    bench.kill("-INT", Long.toString(process.pid()));
  }

  @Test
  void aRunInProgressIsNotResumedByAnotherProcess() throws Exception {
    Process process = runUntilB("p.dot");
    try {
      Workbench.Result refused = bench.attractor("resume", "--logs-root", logs.toString());

      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).contains("another process").contains("pid " + process.pid());
      assertThat(bench.attractor("status", "--logs-root", logs.toString()).value("status"))
          .isEqualTo("running");
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static String lastEvent(Path logs) throws IOException {
    List<String> lines = Files.readAllLines(logs.resolve("progress.ndjson"));
    return lines.getLast();
  }
}
