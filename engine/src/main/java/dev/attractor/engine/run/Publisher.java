package dev.attractor.engine.run;

import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessSpec;
import dev.attractor.ports.usecase.RunObserver;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Pushes a run to a remote (SEMANTICS §11). Talking to other machines, with a person's own
 * credentials, is git's business; that it failed is a warning.
 */
final class Publisher {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final ProcessSupervisor processes;
  private final HostEnvironment host;

  @Inject
  Publisher(ProcessSupervisor processes, HostEnvironment host) {
    this.processes = processes;
    this.host = host;
  }

  /** Pushes the run branch and what the repository keeps of the run. */
  void push(String remote, Manifest run, RunObserver observer) {
    StringBuilder said = new StringBuilder();
    ProcessSpec spec =
        ProcessSpec.of(
                List.of(
                    "git",
                    "push",
                    "--quiet",
                    remote,
                    "refs/heads/%1$s:refs/heads/%1$s".formatted(run.runBranch()),
                    "+refs/attractor/meta/%1$s*:refs/attractor/meta/%1$s*".formatted(run.runId())),
                run.repository(),
                host.variables())
            .withTimeout(Optional.of(LIMIT));
    boolean pushed =
        processes
            .run(
                spec,
                new ProcessListener() {
                  @Override
                  public void stdout(String line) {}

                  @Override
                  public void stderr(String line) {
                    said.append(said.isEmpty() ? "" : "; ").append(line);
                  }
                },
                new Cancellation())
            .succeeded();
    if (!pushed) {
      observer.warned("%s was not pushed to %s: %s".formatted(run.runBranch(), remote, said));
    }
  }
}
