package dev.attractor.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.ports.AttractorException;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.DetachedProgram;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessRunner;
import dev.attractor.ports.spi.ProcessSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What the supervisor of all programs promises ({@link ProcessSupervisor}), as a class to extend:
 * all that a runner does, and what only drivers need.
 *
 * @since 0.1
 */
public abstract class ProcessSupervisorContract extends ProcessRunnerContract {
  /** For subclasses. */
  protected ProcessSupervisorContract() {}

  /** Returns the supervisor. */
  protected abstract ProcessSupervisor supervisor();

  @Override
  protected final ProcessRunner runner(Cancellation cancellation) {
    return (spec, listener) -> supervisor().run(spec, listener, cancellation);
  }

  // --- records ---

  @Test
  final void theRecordIsThereWhileTheProgramRunsAndGoneAfterwards() {
    Path record = folder.resolve("process.txt");
    Output output = new Output();

    run(shell("[ -s process.txt ] && echo there").recordedIn(record), output);

    assertThat(output.out()).isEqualTo("there\n");
    assertThat(record).doesNotExist();
  }

  @Test
  final void theProgramSeesItsVariablesAsTheyAreAlsoWhenItIsRecorded() {
    Map<String, String> variables = Map.of("PATH", PATH, "line", "1", "boot", "2", "parent", "3");
    Output output = new Output();

    run(
        ProcessSpec.of(List.of("sh", "-c", "echo $line $boot $parent"), folder, variables)
            .recordedIn(folder.resolve("process.txt")),
        output);

    assertThat(output.out()).isEqualTo("1 2 3\n");
  }

  @Test
  final void whatARecordIdentifiesIsEndedWithAllThatItStarted() throws Exception {
    Path record = folder.resolve("process.txt");
    CountDownLatch ready = new CountDownLatch(1);
    Heard firstLine = _ -> ready.countDown();
    ProcessSpec spec =
        shell("echo $$ >leader; sleep 600 & echo ready; sleep 601").recordedIn(record);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<ProcessResult> running = threads.submit(() -> run(spec, firstLine));
      assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();

      assertThat(supervisor().endLeftover(record)).isTrue();

      assertThatTheGroupHasEnded();
      assertThat(running.get().succeeded()).isFalse();
    }
    assertThat(record).doesNotExist();
    assertThat(supervisor().endLeftover(record)).as("nothing is left").isFalse();
  }

  @Test
  final void aRecordOfNothingEndsNothing() throws Exception {
    assertThat(supervisor().endLeftover(folder.resolve("process.txt"))).isFalse();
    assertThat(supervisor().endLeftover(Files.createFile(folder.resolve("empty.txt")))).isFalse();
  }

  // --- finding ---

  @Test
  final void itFindsTheProgramThatItWouldStart() {
    assertThat(supervisor().locate(shell("true")))
        .hasValueSatisfying(
            program -> assertThat(program).isExecutable().hasFileName("sh").isAbsolute());
    assertThat(supervisor().locate(ProcessSpec.of(List.of("/bin/sh"), folder, Map.of())))
        .isEqualTo(Optional.of(Path.of("/bin/sh")));
    assertThat(supervisor().locate(ProcessSpec.of(List.of("no-such-program"), folder, Map.of())))
        .isEqualTo(Optional.empty());
  }

  // --- programs that outlive this one ---

  @Test
  final void aDetachedProgramHasNoInputAndPrintsIntoAFile() {
    Path output = folder.resolve("output.txt");

    DetachedProgram program =
        supervisor()
            .startDetached(shell("cat; echo $$; echo wrong >&2; touch ended; exit 3"), output);

    assertThat(program.exit().join()).isEqualTo(3);
    assertThat(folder.resolve("ended")).exists();
    assertThat(output).hasContent(program.pid() + "\nwrong");
  }

  @Test
  final void whatCannotBeDetachedIsAProblem() {
    ProcessSpec spec = ProcessSpec.of(List.of("sh"), folder.resolve("gone"), Map.of("PATH", PATH));

    assertThatThrownBy(() -> supervisor().startDetached(spec, folder.resolve("output.txt")))
        .isInstanceOf(AttractorException.class);
  }

  @Test
  final void aProgramThatIsMissingCannotBeDetached() {
    ProcessSpec spec = ProcessSpec.of(List.of("no-such-program"), folder, Map.of("PATH", PATH));

    assertThatThrownBy(() -> supervisor().startDetached(spec, folder.resolve("output.txt")))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("no-such-program");
  }
}
