package dev.attractor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @TempDir private Path folder = Path.of("");

  @Test
  void killedInTheMiddleOfAStageARunIsFinishedByResume() throws Exception {
    Workbench bench = new Workbench(folder);
    Path marks = Files.createDirectories(folder.resolve("marks"));
    Files.writeString(
        folder.resolve("p.dot"), PIPELINE.replace("$MARKS", marks.toRealPath().toString()));
    Path logs = folder.resolve("logs");

    Process process =
        bench.start("run", folder.resolve("p.dot").toString(), "--logs-root", logs.toString());
    await().atMost(PATIENCE).until(() -> Files.exists(marks.resolve("b-0")));
    long stage = Long.parseLong(Files.readAllLines(logs.resolve("b/process.txt")).getFirst());
    assertThat(ProcessHandle.of(stage)).as("the stage is running").isPresent();
    process.destroyForcibly(); // SIGKILL
    process.waitFor();
    assertThat(bench.attractor("status", "--logs-root", logs.toString()).value("status"))
        .isEqualTo("interrupted");

    Files.createFile(marks.resolve("go"));
    Workbench.Result result = bench.attractor("resume", "--logs-root", logs.toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.stages(result.value("run_branch")))
        .containsExactly(
            "start (success)", "a (success)", "b (success)", "c (success)", "exit (success)");
    assertThat(bench.git("show", result.value("run_branch") + ":log").lines())
        .as("no finished stage ran again, and the interrupted one began afresh")
        .containsExactly("a", "b", "c");
    await("what the dead driver left running was ended, and is reaped by its new parent")
        .atMost(PATIENCE)
        .until(() -> ProcessHandle.of(stage).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(bench.git("fsck", "--strict", "--full")).isEmpty();
  }

  @Test
  void terminatedARunStopsCleanlyAndCanBeResumed() throws Exception {
    Workbench bench = new Workbench(folder);
    Path marks = Files.createDirectories(folder.resolve("marks"));
    Files.writeString(
        folder.resolve("p.dot"), PIPELINE.replace("$MARKS", marks.toRealPath().toString()));
    Path logs = folder.resolve("logs");

    Process process =
        bench.start("run", folder.resolve("p.dot").toString(), "--logs-root", logs.toString());
    await().atMost(PATIENCE).until(() -> Files.exists(marks.resolve("b-0")));
    process.destroy(); // SIGTERM

    assertThat(process.waitFor()).isEqualTo(ExitCode.CANCELED.code());
    assertThat(lastEvent(logs)).contains("run_canceled");
    assertThat(Files.readString(logs.resolve("final.json"))).contains("canceled");

    Files.createFile(marks.resolve("go"));
    Workbench.Result result = bench.attractor("resume", "--logs-root", logs.toString());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.git("show", result.value("run_branch") + ":log").lines())
        .containsExactly("a", "b", "c");
  }

  @Test
  void aRunInProgressIsNotResumedByAnotherProcess() throws Exception {
    Workbench bench = new Workbench(folder);
    Path marks = Files.createDirectories(folder.resolve("marks"));
    Files.writeString(
        folder.resolve("p.dot"), PIPELINE.replace("$MARKS", marks.toRealPath().toString()));
    Path logs = folder.resolve("logs");

    Process process =
        bench.start("run", folder.resolve("p.dot").toString(), "--logs-root", logs.toString());
    try {
      await().atMost(PATIENCE).until(() -> Files.exists(marks.resolve("b-0")));

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
