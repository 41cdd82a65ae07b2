package dev.attractor.engine.stage;

import dev.attractor.domain.layout.RunLayout;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.config.SetupConfig;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.runfolder.StageFolder;
import dev.attractor.ports.runfolder.StageFolder.LineLog;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessSpec;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs the commands that prepare a work tree. */
public final class SetupCommands {
  private final ProcessSupervisor processes;
  private final StageEnvironment environment;

  /** Makes one for this machine. */
  @Inject
  public SetupCommands(ProcessSupervisor processes, HostEnvironment host) {
    this.processes = processes;
    this.environment = new StageEnvironment(host);
  }

  /**
   * Runs them all, fewer when the end is asked for.
   *
   * @param folder where their output goes
   * @throws AttractorException when one fails: nothing works in a half-prepared work tree
   */
  public void run(SetupConfig setup, Path worktree, StageFolder folder, Cancellation cancellation) {
    folder.begin();
    Duration left = setup.limit();
    try (LineLog stdout = folder.log(RunLayout.STDOUT);
        LineLog stderr = folder.log(RunLayout.STDERR)) {
      for (String command : setup.commands()) {
        if (cancellation.isRequested()) {
          return;
        }
        ProcessSpec spec =
            ProcessSpec.of(List.of("/bin/sh", "-c", command), worktree, environment.forShell())
                .withTimeout(Optional.of(left))
                .recordedIn(folder.processRecord());
        CommandOutput output = new CommandOutput(folder.redactor());
        ProcessResult result = processes.run(spec, output.alsoTo(stdout, stderr), cancellation);
        if (!result.succeeded() && !cancellation.isRequested()) {
          throw failed(command, result, output, folder);
        }
        left = left.minus(result.duration());
      }
    }
  }

  private static AttractorException failed(
      String command, ProcessResult result, CommandOutput output, StageFolder folder) {
    String how =
        switch (result.end()) {
          case ProcessResult.Exited(int code) ->
              "ended with exit code %d%s"
                  .formatted(code, output.firstUsefulLine().map(line -> ": " + line).orElse(""));
          case ProcessResult.NotStarted(String why) -> "was not started: " + why;
          case ProcessResult.Stopped _ -> "did not end within setup.timeout_ms";
        };
    return AttractorException.usage(
        "the setup command '%s' %s".formatted(command, how),
        "all it printed is in %s; put it right, then resume the run".formatted(folder.path()));
  }

  /** Ends what a dead driver left running here. */
  public void endLeftover(StageFolder folder) {
    processes.endLeftover(folder.processRecord());
  }
}
