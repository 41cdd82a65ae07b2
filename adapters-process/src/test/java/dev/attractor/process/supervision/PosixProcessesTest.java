package dev.attractor.process.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Groups and records, beyond what the port promises of them. Real processes run. */
@Isolated("strangers in sessions of their own would be taken for children of other tests")
@Timeout(60)
class PosixProcessesTest {
  @TempDir private Path folder = Path.of("");
  private final PosixProcesses processes =
      new PosixProcesses(System.getenv("PATH"), InstantSource.system());

  /** Whether the group that the process of this pid leads has a living member. */
  private static boolean groupRuns(long leader) {
    return ProcessGroup.ledBy(leader).isRunning();
  }

  @Test
  void whereThereAreNoGroupsTheTreeIsEndedAlsoWhenItsRootEndsFirst() throws Exception {
    Process root =
        new ProcessBuilder(
                "sh", "-c", "sh -c 'trap \"\" TERM; echo $$; sleep 600; sleep 601'; true")
            .start();
    long stubborn = Long.parseLong(root.inputReader().readLine());

    ProcessGroup.treeOf(root.pid()).end(Duration.ofMillis(200));

    assertThat(root.isAlive()).isFalse();
    assertThat(ProcessGroup.treeOf(stubborn).isRunning()).isFalse();
  }

  @Test
  void whatADeadDriverLeftRunningIsFoundByItsRecordAndEnded() throws Exception {
    Path record = folder.resolve("process.txt");
    // As a driver would have started it, but with nobody to wait for it.
    Process orphan =
        wrapped(record, ProcessHandle.current().pid(), "echo ready; sleep 600 & sleep 601");
    assertThat(orphan.inputReader().readLine()).isEqualTo("ready");

    assertThat(processes.endLeftover(record)).isTrue();

    assertThat(groupRuns(orphan.pid())).isFalse();
    assertThat(record).doesNotExist();
    assertThat(processes.endLeftover(record)).as("nothing is left").isFalse();
  }

  private static Process wrapped(Path record, long driver, String command) throws IOException {
    return new ProcessBuilder(
            "setsid",
            "/bin/sh",
            "-c",
            ProcessRecord.SCRIPT,
            "attractor",
            record.toString(),
            Long.toString(driver),
            "sh",
            "-c",
            command)
        .start();
  }

  @Test
  void aChildWhoseDriverDiedBeforeItWasRecordedNeverBecomesTheProgram() throws Exception {
    Path record = folder.resolve("process.txt");
    Process orphan = wrapped(record, ProcessHandle.current().pid() + 1, "echo ready");

    assertThat(orphan.inputReader().readLine()).isNull();
    assertThat(orphan.waitFor()).isEqualTo(125);
  }

  @Test
  void aRecordFromBeforeTheMachineWasStartedAgainEndsNothing() throws Exception {
    Path record = folder.resolve("process.txt");
    Process stranger = wrapped(record, ProcessHandle.current().pid(), "echo ready; sleep 600");
    try {
      assertThat(stranger.inputReader().readLine()).isEqualTo("ready");
      List<String> lines = Files.readAllLines(record);
      assertThat(lines.getLast()).as("the boot").isNotEmpty();
      Files.write(record, List.of(lines.get(0), lines.get(1), "of-another-boot"));

      assertThat(processes.endLeftover(record)).isFalse();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      ProcessGroup.ledBy(stranger.pid()).end(Duration.ofSeconds(1));
    }
  }

  @Test
  void aRecordOfAPidThatWasGivenToAnotherProcessEndsNothing() throws Exception {
    Path record = folder.resolve("process.txt");
    Process stranger = new ProcessBuilder("setsid", "sleep", "600").start();
    try {
      Files.writeString(
          record,
          "%d\n%d (sleep) S 1 %d %d 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 1 0\n"
              .formatted(stranger.pid(), stranger.pid(), stranger.pid(), stranger.pid()));

      assertThat(processes.endLeftover(record)).isFalse();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aRecordThatAStageHasMadeOfAnythingEndsNothing() throws Exception {
    Path record = Files.write(folder.resolve("process.txt"), new byte[] {-1, -2, 10, 0, 120, 10});

    assertThat(processes.endLeftover(record)).isFalse();
    assertThat(record).doesNotExist();
  }
}
