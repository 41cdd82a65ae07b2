package dev.attractor.process.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessResult.Reason;
import dev.attractor.ports.spi.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes. What runs is told by process group, never by name. */
@Timeout(60)
class PosixProcessesTest {
  private static final String PATH = System.getenv("PATH");

  @TempDir private Path folder = Path.of("");
  private final PosixProcesses processes = new PosixProcesses(PATH, InstantSource.system());

  private static final class Output implements ProcessListener {
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder err = new StringBuilder();

    @Override
    public synchronized void stdout(String line) {
      out.append(line).append('\n');
    }

    @Override
    public synchronized void stderr(String line) {
      err.append(line).append('\n');
    }
  }

  private ProcessSpec shell(String script) {
    return ProcessSpec.of(
        List.of("sh", "-c", script), folder, Map.of("PATH", PATH, "VISIBLE", "yes"));
  }

  private ProcessResult run(ProcessSpec spec, ProcessListener listener) {
    return processes.run(spec, listener, new Cancellation());
  }

  private long pidIn(String file) throws IOException {
    return Long.parseLong(Files.readString(folder.resolve(file)).strip());
  }

  /** Whether the group that the process of this pid leads has a living member. */
  private static boolean groupRuns(long leader) {
    return ProcessGroup.ledBy(leader).isRunning();
  }

  @Test
  void tellsOutputAndExitCode() {
    Output output = new Output();

    ProcessResult result = run(shell("echo one; echo two >&2; printf end; exit 3"), output);

    assertThat(result.end()).isEqualTo(new ProcessResult.Exited(3));
    assertThat(output.out).hasToString("one\nend\n");
    assertThat(output.err).hasToString("two\n");
  }

  @Test
  void theEnvironmentIsBuiltAndNotInherited() {
    Output output = new Output();

    run(shell("env | cut -d= -f1 | grep -v -e ^_ -e PWD -e SHLVL | sort"), output);

    assertThat(output.out).hasToString("PATH\nVISIBLE\n");
  }

  @Test
  void aMissingProgramIsNotStarted() {
    assertThat(
            run(ProcessSpec.of(List.of("no-such-program"), folder, Map.of()), new Output()).end())
        .isInstanceOfSatisfying(
            ProcessResult.NotStarted.class,
            end -> assertThat(end.why()).contains("no-such-program"));
  }

  @Test
  void standardInputCarriesTheTextAndIsClosed() {
    Output output = new Output();
    String text = "x".repeat(400_000);

    run(shell("wc -c").withStdin(text), output);
    assertThat(output.out.toString().strip()).isEqualTo("400000");

    assertThat(run(shell("exit 0").withStdin(text), new Output()).succeeded())
        .as("a program need not read it")
        .isTrue();
    assertThat(run(shell("cat"), new Output()).succeeded()).as("no text: closed at once").isTrue();
  }

  @Test
  void aTimeoutEndsTheWholeGroup() throws IOException {
    ProcessResult result =
        run(
            shell("echo $$ >leader; sleep 600 & sh -c 'sleep 601; true' & wait")
                .withTimeout(Optional.of(Duration.ofMillis(500))),
            new Output());

    assertThat(result.end()).isEqualTo(new ProcessResult.Stopped(Reason.TIMEOUT));
    assertThat(groupRuns(pidIn("leader"))).isFalse();
  }

  @Test
  void whoIgnoresTermIsKilled() throws IOException {
    ProcessResult result =
        run(
            shell("trap '' TERM; echo $$ >leader; while :; do sleep 0.05; done")
                .withTimeout(Optional.of(Duration.ofMillis(300))),
            new Output());

    assertThat(result.end()).isEqualTo(new ProcessResult.Stopped(Reason.TIMEOUT));
    assertThat(groupRuns(pidIn("leader"))).isFalse();
  }

  @Test
  void whatAProgramLeavesBehindIsEndedToo() throws IOException {
    ProcessResult result = run(shell("echo $$ >leader; sleep 600 & exit 0"), new Output());

    assertThat(result.succeeded()).isTrue();
    assertThat(groupRuns(pidIn("leader"))).isFalse();
  }

  @Test
  void silenceEndsAProgramWithAnIdleTimeout() {
    ProcessSpec spec =
        new ProcessSpec(
            List.of("sh", "-c", "echo one; sleep 600"),
            folder,
            Map.of("PATH", PATH),
            "",
            Optional.empty(),
            Optional.of(Duration.ofMillis(500)),
            Optional.empty());

    assertThat(run(spec, new Output()).end()).isEqualTo(new ProcessResult.Stopped(Reason.IDLE));
  }

  @Test
  void aCancellationEndsIt() throws IOException {
    Cancellation cancellation = new Cancellation();
    ProcessListener cancelAtFirstLine =
        new ProcessListener() {
          @Override
          public void stdout(String line) {
            cancellation.request();
          }

          @Override
          public void stderr(String line) {}
        };

    ProcessResult result =
        processes.run(
            shell("echo $$ >leader; echo ready; sleep 600"), cancelAtFirstLine, cancellation);

    assertThat(result.end()).isEqualTo(new ProcessResult.Stopped(Reason.CANCELED));
    assertThat(groupRuns(pidIn("leader"))).isFalse();
  }

  /** Also in the moment in which it is started but does not yet lead its group. */
  @RepeatedTest(50)
  void aCancellationThatCameFirstEndsItToo() {
    Cancellation cancellation = new Cancellation();
    cancellation.request();

    ProcessResult result =
        processes.run(shell("sleep 600 & sleep 601"), new Output(), cancellation);

    assertThat(result.end()).isEqualTo(new ProcessResult.Stopped(Reason.CANCELED));
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
  void aListenerThatHasHeardEnoughEndsIt() {
    ProcessListener oneLine =
        new ProcessListener() {
          private volatile boolean heard;

          @Override
          public void stdout(String line) {
            heard = true;
          }

          @Override
          public void stderr(String line) {}

          @Override
          public boolean enough() {
            return heard;
          }
        };

    assertThat(run(shell("echo hopeless; sleep 600"), oneLine).end())
        .isEqualTo(new ProcessResult.Stopped(Reason.ENOUGH));
  }

  @Test
  void endlessOutputWithoutALineEndComesInPieces() {
    AtomicLong longest = new AtomicLong();
    AtomicLong total = new AtomicLong();
    ProcessListener measure =
        new ProcessListener() {
          @Override
          public void stdout(String line) {
            longest.accumulateAndGet(line.length(), Math::max);
            total.addAndGet(line.length());
          }

          @Override
          public void stderr(String line) {}
        };

    run(shell("head -c 50000000 /dev/zero | tr '\\0' x"), measure);

    assertThat(total).hasValue(50_000_000);
    assertThat(longest.get()).isLessThanOrEqualTo(LineReader.LONGEST_PIECE);
  }

  @Test
  void theRecordIsThereWhileTheProgramRunsAndGoneAfterwards() {
    Path record = folder.resolve("process.txt");
    Output output = new Output();

    run(shell("cat process.txt; echo $$").recordedIn(record), output);

    List<String> lines = output.out.toString().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.getFirst()).isEqualTo(lines.getLast());
    assertThat(record).doesNotExist();
  }

  @Test
  void theProgramSeesItsVariablesAsTheyAreAlsoWhenItIsRecorded() {
    Map<String, String> variables = Map.of("PATH", PATH, "line", "1", "boot", "2", "parent", "3");
    Output output = new Output();

    run(
        ProcessSpec.of(List.of("sh", "-c", "echo $line $boot $parent"), folder, variables)
            .recordedIn(folder.resolve("process.txt")),
        output);

    assertThat(output.out).hasToString("1 2 3\n");
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
}
