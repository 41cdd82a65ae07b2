package dev.attractor.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.LongRuns;
import dev.attractor.cli.workbench.TmuxTerminal;
import dev.attractor.cli.workbench.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever follows a run learns how it ended, and when nobody drives it any more. */
@Timeout(300)
class FollowingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @RegisterExtension final Workbench bench = new Workbench();
  private final LongRuns runs = new LongRuns(bench);

  private String detached() throws Exception {
    Workbench.Result begun = runs.detached(runs.pipeline(runs.waiting()), "--run-id", "night");
    runs.awaitFile(begun.logsRoot().resolve("w/process.txt"));
    return begun.value("pid");
  }

  private void go() throws Exception {
    Files.writeString(bench.path("go"), "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "logs"})
  void theDeathOfTheDriverIsTold(String command) throws Exception {
    String driver = detached();
    Process follower = bench.start(command, "night", "--follow");
    await().atMost(PATIENCE).until(() -> !bench.output(follower).isEmpty());

    bench.kill("-KILL", driver);

    assertThat(follower.waitFor()).isEqualTo(ExitCode.DRIVER_DIED.code());
    assertThat(bench.output(follower))
        .contains("its driver has died")
        .contains("attractor resume night");

    Workbench.Result late = bench.attractor(command, "night", "--follow");
    assertThat(late.code()).as("also when it was dead before").isEqualTo(7);
    assertThat(bench.attractor(command, "night").code()).as("who only looks").isZero();
    go();
    assertThat(bench.attractor("resume", "night").code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "logs"})
  void aFollowerEndsWithTheExitCodeOfTheRun(String command) throws Exception {
    Workbench.Result failed =
        bench.run("a [shape=parallelogram tool_command=\"exit 1\"] start -> a -> exit");
    assertThat(failed.code()).isEqualTo(1);

    Workbench.Result told = bench.attractor(command, "latest", "--follow");

    assertThat(told.code()).isEqualTo(1);
    assertThat(bench.attractor("wait").code()).isEqualTo(1);
    assertThat(bench.attractor(command).code()).as("who only looks").isZero();
  }

  @Test
  void onATerminalAViewIsFollowedToTheEnd() throws Exception {
    detached();
    try (TmuxTerminal terminal =
        new TmuxTerminal(bench, 100, 24, Map.of(), "status", "night", "--follow")) {
      List<String> seen = terminal.awaitLine("  > w ", _ -> {});
      assertThat(seen.getFirst()).startsWith("t running, ");

      go();
      List<String> end = terminal.awaitLine("code=0", _ -> {});
      assertThat(end)
          .contains("run succeeded at exit", "  take it: attractor merge night")
          .noneMatch(line -> line.startsWith("status="));
    }
  }

  @Test
  void onATerminalLogsStandAboveTheView() throws Exception {
    String driver = detached();
    try (TmuxTerminal terminal =
        new TmuxTerminal(bench, 100, 24, Map.of(), "logs", "night", "--follow")) {
      List<String> seen = terminal.awaitLine("  > w ", _ -> {});
      assertThat(seen.getFirst()).matches("\\d{4}-\\S+Z   start +success .*");

      bench.kill("-KILL", driver);
      List<String> end = terminal.awaitLine("code=7", _ -> {});
      assertThat(end)
          .anyMatch(line -> line.startsWith("t interrupted, "))
          .anyMatch(line -> line.startsWith("  ! w "))
          .contains("run interrupted: its driver has died, and it can be resumed");
    }
  }

  @Test
  void aRunIsGoneOnWithByItself() throws Exception {
    String driver = detached();
    bench.kill("-KILL", driver);
    assertThat(bench.attractor("wait", "night").code()).isEqualTo(70);

    Workbench.Result again = bench.attractor("resume", "night", "--detach");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.value("run_id")).isEqualTo("night");
    assertThat(again.value("pid")).isNotEqualTo(driver);
    Path log = again.logsRoot().resolve("driver.log");
    await().atMost(PATIENCE).until(() -> Files.readString(log).contains("resumed"));

    Workbench.Result twice = bench.attractor("resume", "night", "--detach");
    assertThat(twice.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(twice.err()).contains("is being driven by another process");
    assertThat(Files.readString(log)).as("of who drives it").contains("resumed");

    go();
    assertThat(bench.attractor("wait", "night", "--timeout", "90s").code()).isZero();
    Workbench.Result over = bench.attractor("resume", "night", "--detach");
    assertThat(over.code()).as(over.err()).isZero();
    assertThat(over.err()).contains("run succeeded at exit");
  }

  @Test
  void oneRunIsNamedToGoOnWith() {
    assertThat(bench.attractor("resume").code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(bench.attractor("resume", "a", "--run-id", "b").code())
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(bench.attractor("resume", "--run-branch", "b", "--detach").err())
        .contains("without --detach");
  }
}
