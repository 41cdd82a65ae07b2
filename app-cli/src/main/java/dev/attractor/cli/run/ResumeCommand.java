package dev.attractor.cli.run;

import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.ports.usecase.RunObserver;
import dev.attractor.ports.usecase.RunResult;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attractor resume}. */
@Command(
    name = "resume",
    description = {
      "Goes on with a run that was interrupted or canceled.",
      "No finished stage is run again. A run that has ended is only reported."
    })
final class ResumeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @ArgGroup(multiplicity = "1")
  private Which which = new Which();

  /** Which run. */
  static final class Which {
    @Option(
        names = "--logs-root",
        paramLabel = "DIR",
        description = "The logs root that the run printed when it began.")
    private @Nullable Path logsRoot;

    @Option(
        names = "--run-branch",
        paramLabel = "BRANCH",
        description = {
          "The run branch, in the repository that --repo names.",
          "Where the folder of the run is gone, it is made again from what the repository keeps."
        })
    private @Nullable String runBranch;

    @Option(
        names = "--run-id",
        paramLabel = "ID",
        description = "The id of the run, its beginning, or latest.")
    private @Nullable String runId;
  }

  @Option(
      names = "--repo",
      paramLabel = "DIR",
      description = "The repository of --run-branch. Default: the one around the current folder.")
  private @Nullable Path repo;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "Where to make the folder of --run-branch again. Default: the usual place.")
  private @Nullable Path into;

  @Mixin private DriveOptions drive = new DriveOptions();

  ResumeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    AppComponent app = drive.app(terminal);
    terminal.confirmStop();
    return drive.tell(terminal, resumed(app));
  }

  private RunResult resumed(AppComponent app) {
    RunObserver observer = drive.observer(terminal);
    return which.runBranch == null
        ? app.runPipelines().resume(location(app), observer, terminal.cancellation())
        : app.runPipelines()
            .resumeBranch(
                Optional.ofNullable(repo).map(terminal::here).orElse(terminal.host().directory()),
                which.runBranch,
                Optional.ofNullable(into).map(terminal::here),
                observer,
                terminal.cancellation());
  }

  private Path location(AppComponent app) {
    return which.runId == null
        ? terminal.here(Optional.ofNullable(which.logsRoot).orElse(Path.of("")))
        : app.inspectRuns().find(which.runId);
  }
}
