package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.workbench.JournalFiles;
import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Branches of fan-outs that are ended, and those of a run that was. */
class BranchesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @RegisterExtension private final Workbench bench = new Workbench();

  @BeforeEach
  void writeBase() throws IOException {
    bench.write("f", "base\n");
    bench.commitAll();
  }

  @Test
  void branchesThatAreNotNeededAnyMoreAreEndedWithTheirProcesses() throws IOException {
    Path pid = bench.path("pid");
    Files.writeString(
        bench.path("p.dot"),
        """
        digraph t {
          start exit fan [shape=component join_policy=first_success] join [shape=tripleoctagon]
          %s %s
          start -> fan fan -> quick fan -> slow quick -> join slow -> join join -> exit
        }
        """
            .formatted(
                SamplePipelines.tool(
                    "quick", "while [ ! -e %s ]; do sleep 0.05; done; echo q >f".formatted(pid)),
                SamplePipelines.tool(
                    "slow",
                    "sh -c 'sleep 600 & echo $! >%s.tmp; mv %s.tmp %s; wait'"
                        .formatted(pid, pid, pid))));

    Workbench.Result result = bench.attractor("run", bench.path("p.dot").toString());

    assertThat(result.code()).as(result.err()).isZero();
    long sleeping = Long.parseLong(Files.readString(pid).strip());
    await("its grandchild, too")
        .atMost(PATIENCE)
        .until(() -> ProcessHandle.of(sleeping).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(JournalFiles.events(result.logsRoot(), "branch_completed"))
        .filteredOn(e -> e.path("branch").asString().equals("slow"))
        .singleElement()
        .satisfies(e -> {
          assertThat(e.path("failure_class").asString()).isEqualTo("canceled");
          assertThat(e.path("failure_reason").asString()).contains("first_success");
        });
    assertThat(bench.git("show", result.value("run_branch") + ":f")).isEqualTo("q");
    assertThat(bench.git("worktree", "list")).doesNotContain("parallel");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stoppedWhileFourOfEightBranchesAreDoneTheFourDoNotRunAgain(boolean killed) throws Exception {
    Path marks = Files.createDirectories(bench.path("marks"));
    StringBuilder text = new StringBuilder("digraph t { start exit join [shape=tripleoctagon]\n");
    text.append("fan [shape=component max_parallel=8] start -> fan join -> exit\n");
    for (int i = 1; i <= 8; i++) {
      String id = "b" + i;
      String wait = i <= 4 ? "" : "while [ ! -e %s/go ]; do sleep 0.05; done;".formatted(marks);
      text.append(
          SamplePipelines.tool(id, "%s echo x >>%s/%s; echo %s >f".formatted(wait, marks, id, id)));
      text.append("fan -> %s -> join\n".formatted(id));
    }
    text.append("}");
    Path pipeline = bench.path("eight.dot");
    Files.writeString(pipeline, text);
    Path logs = bench.path("logs");
    Process process = bench.start("run", pipeline.toString(), "--logs-root", logs.toString());
    await()
        .atMost(PATIENCE)
        .ignoreExceptions() // there is no journal at first
        .until(() -> JournalFiles.events(logs, "branch_completed").size() == 4);
    if (killed) {
      process.destroyForcibly(); // SIGKILL
    } else {
      process.destroy(); // SIGTERM
    }
    process.waitFor();
    Files.createFile(marks.resolve("go"));

    Workbench.Result result = bench.attractor("resume", "--logs-root", logs.toString());
    Workbench.Result undisturbed =
        bench.attractor("run", pipeline.toString(), "--logs-root", bench.path("other").toString());

    assertThat(result.code()).as(result.err()).isZero();
    for (int i = 1; i <= 4; i++) {
      assertThat(Files.readAllLines(marks.resolve("b" + i)))
          .as("once before the kill, once in the other run")
          .hasSize(2);
    }
    assertThat(Decisions.of(bench, logs)).isEqualTo(Decisions.of(bench, bench.path("other")));
    assertThat(bench.tree(result.value("final_commit")))
        .isEqualTo(bench.tree(undisturbed.value("final_commit")));
    assertThat(bench.git("fsck", "--strict", "--full", "--no-dangling")).isEmpty();
    assertThat(bench.git("worktree", "list")).doesNotContain("parallel");
  }

  @Test
  void theExampleRunsAsItStands() throws IOException {
    Path example = Path.of("..", "examples", "parallel", "parallel.dot").toAbsolutePath();

    Workbench.Result result = bench.attractor("run", example.normalize().toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(Decisions.of(bench, result.logsRoot())).contains("winner twice");
    assertThat(bench.git("show", result.value("run_branch") + ":sorted.txt").lines())
        .containsExactly("apple", "fig", "pear");
  }
}
