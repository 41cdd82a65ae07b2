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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code setup.commands}: what prepares a work tree before anything works in it. */
class SetupTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @RegisterExtension private final Workbench bench = new Workbench();

  private Path logs = Path.of("");

  @BeforeEach
  void ignoreTools() throws IOException {
    logs = bench.path("logs");
    bench.write(".gitignore", "tools/\n");
    bench.commitAll();
  }

  private String[] run(String setup, String statements) throws IOException {
    Path dot = bench.path("p.dot");
    Files.writeString(dot, "digraph t { start exit %s }".formatted(statements));
    Path config = bench.path("run.yaml");
    Files.writeString(config, "setup: {%s}".formatted(setup));
    return new String[] {
      "run", dot.toString(), "--config", config.toString(), "--logs-root", logs.toString()
    };
  }

  private Workbench.Result resume() {
    return bench.attractor("resume", "--logs-root", logs.toString());
  }

  @Test
  void itRunsOnceInEachWorkTreeBeforeAnythingWorksThere() throws IOException {
    Workbench.Result result =
        bench.attractor(
            run(
                "commands: [\"mkdir tools; pwd >>%s/where\", \"echo a >tools/a\"]"
                    .formatted(bench.folder()),
                """
                a [shape=parallelogram tool_command="cat tools/a"]
                fan [shape=component] join [shape=tripleoctagon]
                b [shape=parallelogram tool_command="cat tools/a"]
                c [shape=parallelogram tool_command="cat tools/a"]
                start -> a -> fan a -> exit [condition="outcome=fail"]
                fan -> b -> join fan -> c -> join join -> exit [condition="outcome=success"]
                """));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(Files.readAllLines(bench.path("where")))
        .containsExactlyInAnyOrder(
            logs.resolve("worktree").toString(),
            logs.resolve("parallel/fan/pass1/01-b/worktree").toString(),
            logs.resolve("parallel/fan/pass1/02-c/worktree").toString());
    assertThat(result.err()).contains("  setup: mkdir tools").contains("[c]   setup: mkdir tools");
  }

  @Test
  void nothingWorksInAHalfPreparedWorkTreeAndTheRunCanBeResumed() throws IOException {
    Path go = bench.path("go");

    Workbench.Result result =
        bench.attractor(
            run(
                "commands: [\"echo no tools >&2; test -e %s\", \"touch %s/second\"]"
                    .formatted(go, bench.folder()),
                "a [shape=parallelogram tool_command=\"echo a >>log\"]"
                    + " start -> a a -> exit [condition=\"outcome=success\"]"));

    assertThat(result.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err())
        .contains("ended with exit code 1: no tools")
        .contains("setup-commands")
        .contains("resume");
    assertThat(bench.path("second")).doesNotExist();
    assertThat(bench.attractor("status", logs.toString()).value("status")).isEqualTo("interrupted");
    assertThat(Files.readString(logs.resolve("setup-commands/stderr.log"))).isEqualTo("no tools\n");

    Files.writeString(go, "");
    Workbench.Result resumed = resume();
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(bench.git("show", resumed.value("run_branch") + ":log")).isEqualTo("a");
  }

  @Test
  void itHasALimitOfTime() throws IOException {
    Workbench.Result result =
        bench.attractor(
            run(
                "commands: [\"true\", \"sleep 600\"], timeout_ms: 500",
                "a [shape=parallelogram tool_command=\"true\"]"
                    + " start -> a a -> exit [condition=\"outcome=success\"]"));

    assertThat(result.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).contains("'sleep 600' did not end within setup.timeout_ms");
  }

  @Test
  void whatADeadDriverLeftRunningThereIsEndedByResume() throws Exception {
    ProcessGroups groups = ProcessGroups.of(bench.home());
    Path go = bench.path("go");
    Process driver =
        bench.start(
            run(
                "commands: [\"test -e %s || sleep 600\"]".formatted(go),
                "a [shape=parallelogram tool_command=\"echo a >>log\"]"
                    + " start -> a a -> exit [condition=\"outcome=success\"]"));
    await().atMost(PATIENCE).until(() -> Files.exists(logs.resolve("setup-commands/process.txt")));
    driver.destroyForcibly();
    driver.waitFor();

    Files.writeString(go, "");
    Workbench.Result resumed = resume();

    assertThat(resumed.code()).as(resumed.err()).isZero();
    groups.assertAllHaveEnded();
  }
}
