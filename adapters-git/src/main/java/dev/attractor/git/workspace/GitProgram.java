package dev.attractor.git.workspace;

import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The git program, for talking to other machines: how they are reached and with which credentials
 * is its business.
 */
final class GitProgram {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final ProcessSupervisor processes;
  private final HostEnvironment host;

  GitProgram(ProcessSupervisor processes, HostEnvironment host) {
    this.processes = processes;
    this.host = host;
  }

  /**
   * Runs one command of git.
   *
   * @param folder the top of the work tree
   * @return what it said, in one line, when it failed; empty when it did not
   */
  Optional<String> run(Path folder, Cancellation cancellation, List<String> arguments) {
    List<String> argv = new ArrayList<>(List.of("git"));
    argv.addAll(arguments);
    List<String> said = new ArrayList<>();
    boolean succeeded =
        processes
            .run(
                ProcessSpec.of(argv, folder, host.variables()).withTimeout(Optional.of(LIMIT)),
                new ProcessListener() {
                  @Override
                  public void stdout(String line) {}

                  @Override
                  public void stderr(String line) {
                    synchronized (said) {
                      said.add(line);
                    }
                  }
                },
                cancellation)
            .succeeded();
    return succeeded ? Optional.empty() : Optional.of(String.join("; ", said));
  }
}
