package dev.attractor.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessResult.Reason;
import dev.attractor.ports.spi.ProcessRunner;
import dev.attractor.ports.spi.ProcessSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What whoever runs programs promises ({@link ProcessRunner}), as a class to extend. Real processes
 * run; which of them do is told by process group, never by name.
 *
 * @since 0.1
 */
@Timeout(60)
public abstract class ProcessRunnerContract {
  /** Where the programs of these contracts are found. */
  protected static final String PATH = System.getenv("PATH");

  private static final int LONGEST_PIECE = 1_000_000;

  /** Where programs run. */
  @TempDir
  @SuppressWarnings("NullAway.Init")
  protected Path folder;

  /** For subclasses. */
  protected ProcessRunnerContract() {}

  /** Returns a runner whose programs end with this cancellation. */
  protected abstract ProcessRunner runner(Cancellation cancellation);

  /** What a program printed. */
  protected static final class Output implements ProcessListener {
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder err = new StringBuilder();

    /** Hears nothing yet. */
    public Output() {}

    @Override
    public synchronized void stdout(String line) {
      out.append(line).append('\n');
    }

    @Override
    public synchronized void stderr(String line) {
      err.append(line).append('\n');
    }

    /** Returns what came from standard output. */
    public synchronized String out() {
      return out.toString();
    }

    /** Returns what came from the error output. */
    public synchronized String err() {
      return err.toString();
    }
  }

  /** Does something for each line of standard output. */
  @FunctionalInterface
  protected interface Heard extends ProcessListener {
    @Override
    default void stderr(String line) {}
  }

  /** Returns a script to run in the folder. */
  protected ProcessSpec shell(String script) {
    return ProcessSpec.of(
        List.of("sh", "-c", script), folder, Map.of("PATH", PATH, "VISIBLE", "yes"));
  }

  /** Runs a program that nobody cancels. */
  protected ProcessResult run(ProcessSpec spec, ProcessListener listener) {
    return runner(new Cancellation()).run(spec, listener);
  }

  private void write(String name) {
    try {
      Files.writeString(folder.resolve(name), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Output outputOf(ProcessSpec spec) {
    Output output = new Output();
    run(spec, output);
    return output;
  }

  /** Says that nothing runs of the group whose leader wrote its number into {@code leader}. */
  protected void assertThatTheGroupHasEnded() throws IOException {
    String leader = Files.readString(folder.resolve("leader")).strip();
    assertThat(outputOf(shell("ps -A -o pgid= -o stat=")).out().lines().map(String::strip))
        .isNotEmpty()
        .filteredOn(process -> process.startsWith(leader + " "))
        .as("what is dead and waits for somebody to ask does not run")
        .allMatch(process -> process.endsWith("Z") || process.contains(" Z"));
  }

  // --- what it tells ---

  /** Also behind the beginning of a sign whose end has not come yet. */
  @ParameterizedTest
  @ValueSource(strings = {"echo one", "printf 'one\\n\\303'"})
  final void tellsWhenAllWasHeardWhileTheProgramGoesOn(String first) {
    List<String> lines = new CopyOnWriteArrayList<>();
    ProcessListener waiting =
        new ProcessListener() {
          @Override
          public void stdout(String line) {
            lines.add(line);
          }

          @Override
          public void stderr(String line) {}

          @Override
          public void caughtUp() {
            if (lines.contains("one")) {
              write("go");
            }
          }
        };

    ProcessResult result =
        run(
            shell(first + "; while [ ! -e go ]; do sleep 0.01; done; echo two")
                .withTimeout(Optional.of(Duration.ofSeconds(50))),
            waiting);

    assertThat(result.succeeded()).isTrue();
    assertThat(lines).first().isEqualTo("one");
    assertThat(lines).last().asString().endsWith("two");
  }

  @Test
  final void tellsOutputAndExitCode() {
    Output output = new Output();

    ProcessResult result = run(shell("echo one; echo two >&2; printf end; exit 3"), output);

    assertThat(result.end()).isEqualTo(new ProcessResult.Exited(3));
    assertThat(result.succeeded()).isFalse();
    assertThat(result.startedAt()).isBeforeOrEqualTo(result.endedAt());
    assertThat(output.out()).isEqualTo("one\nend\n");
    assertThat(output.err()).isEqualTo("two\n");
  }

  @Test
  final void aSignalThatEndedItIsItsExitCode() {
    assertThat(run(shell("kill -KILL $$"), new Output()).end())
        .isEqualTo(new ProcessResult.Exited(128 + 9));
  }

  @Test
  final void muchOutputIsHeardWholeAndInOrder() {
    Output output =
        outputOf(shell("i=0; while [ $i -lt 20000 ]; do echo $i; echo e$i >&2; i=$((i+1)); done"));

    List<String> lines = output.out().lines().toList();
    assertThat(lines).hasSize(20_000);
    assertThat(lines.get(12_345)).isEqualTo("12345");
    assertThat(output.err().lines()).hasSize(20_000).endsWith("e19999");
  }

  @Test
  final void endlessOutputWithoutALineEndComesInPieces() {
    AtomicLong longest = new AtomicLong();
    AtomicLong total = new AtomicLong();
    Heard measure =
        line -> {
          longest.accumulateAndGet(line.length(), Math::max);
          total.addAndGet(line.length());
        };

    run(shell("head -c 50000000 /dev/zero | tr '\\0' x"), measure);

    assertThat(total).hasValue(50_000_000);
    assertThat(longest.get()).isLessThanOrEqualTo(LONGEST_PIECE);
  }

  // --- what it gives a program ---

  @Test
  final void theEnvironmentIsBuiltAndNotInherited() {
    assertThat(
            outputOf(
                    shell(
                        "env | cut -d= -f1 | grep -v -e ^_ -e PWD -e SHLVL -e ^ATTRACTOR_ | sort"))
                .out())
        .isEqualTo("PATH\nVISIBLE\n");
  }

  @Test
  final void itRunsInItsFolder() throws IOException {
    run(shell("echo here >file"), new Output());

    assertThat(folder.resolve("file")).hasContent("here");
  }

  @Test
  final void standardInputCarriesTheTextAndIsClosed() {
    String text = "x".repeat(400_000);

    assertThat(outputOf(shell("wc -c").withStdin(text)).out().strip()).isEqualTo("400000");
    assertThat(run(shell("exit 0").withStdin(text), new Output()).succeeded())
        .as("a program need not read it")
        .isTrue();
    assertThat(run(shell("cat"), new Output()).succeeded()).as("no text: closed at once").isTrue();
  }

  // --- what cannot be started ---

  @Test
  final void aMissingProgramIsNotStarted() {
    assertThat(
            run(ProcessSpec.of(List.of("no-such-program"), folder, Map.of()), new Output()).end())
        .isInstanceOfSatisfying(
            ProcessResult.NotStarted.class,
            end -> assertThat(end.why()).contains("no-such-program"));
  }

  @Test
  final void inAFolderThatIsNotThereNothingIsStarted() {
    ProcessSpec spec =
        ProcessSpec.of(List.of("sh", "-c", "true"), folder.resolve("gone"), Map.of("PATH", PATH));

    assertThat(run(spec, new Output()).end()).isInstanceOf(ProcessResult.NotStarted.class);
  }

  @Test
  final void aProgramNamedByItsPathNeedsNoPath() {
    assertThat(
            run(ProcessSpec.of(List.of("/bin/sh", "-c", "exit 4"), folder, Map.of()), new Output())
                .end())
        .isEqualTo(new ProcessResult.Exited(4));
  }

  // --- how it ends ---

  @Test
  final void aTimeoutEndsTheWholeGroup() throws IOException {
    ProcessResult result =
        run(
            shell("echo $$ >leader; sleep 600 & sh -c 'sleep 601; true' & wait")
                .withTimeout(Optional.of(Duration.ofMillis(500))),
            new Output());

    assertThat(result.end()).isEqualTo(new ProcessResult.Stopped(Reason.TIMEOUT));
    assertThatTheGroupHasEnded();
  }

  @Test
  final void whoIgnoresTermIsKilled() throws IOException {
    ProcessResult result =
        run(
            shell("trap '' TERM; echo $$ >leader; while :; do sleep 0.05; done")
                .withTimeout(Optional.of(Duration.ofMillis(300))),
            new Output());

    assertThat(result.end()).isEqualTo(new ProcessResult.Stopped(Reason.TIMEOUT));
    assertThatTheGroupHasEnded();
  }

  @Test
  final void whatAProgramLeavesBehindIsEndedToo() throws IOException {
    ProcessResult result = run(shell("echo $$ >leader; sleep 600 & exit 0"), new Output());

    assertThat(result.succeeded()).isTrue();
    assertThatTheGroupHasEnded();
  }

  @Test
  final void silenceEndsAProgramWithAnIdleTimeout() {
    assertThat(
            run(
                    shell("echo one; sleep 600")
                        .withIdleTimeout(Optional.of(Duration.ofMillis(500))),
                    new Output())
                .end())
        .isEqualTo(new ProcessResult.Stopped(Reason.IDLE));
  }

  @Test
  final void whoKeepsTalkingIsNotIdle() {
    ProcessSpec spec =
        shell("for i in 1 2 3 4 5 6 7 8 9 10; do echo $i >&2; sleep 0.3; done")
            .withIdleTimeout(Optional.of(Duration.ofSeconds(2)));

    assertThat(run(spec, new Output()).succeeded()).isTrue();
  }

  @Test
  final void aCancellationEndsIt() throws IOException {
    Cancellation cancellation = new Cancellation();
    Heard cancelAtFirstLine = _ -> cancellation.request();

    ProcessResult result =
        runner(cancellation)
            .run(shell("echo $$ >leader; echo ready; sleep 600"), cancelAtFirstLine);

    assertThat(result.end()).isEqualTo(new ProcessResult.Stopped(Reason.CANCELED));
    assertThatTheGroupHasEnded();
  }

  /** Also in the moment in which it is started but does not yet lead its group. */
  @RepeatedTest(50)
  final void aCancellationThatCameFirstEndsItToo() {
    Cancellation cancellation = new Cancellation();
    cancellation.request();

    ProcessResult result = runner(cancellation).run(shell("sleep 600 & sleep 601"), new Output());

    assertThat(result.end()).isEqualTo(new ProcessResult.Stopped(Reason.CANCELED));
  }

  @Test
  final void aListenerThatHasHeardEnoughEndsIt() {
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
}
