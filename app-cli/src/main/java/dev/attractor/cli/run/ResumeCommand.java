package dev.attractor.cli.run;

import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.ports.usecase.ForeignRun;
import dev.attractor.ports.usecase.ResumeRequest;
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
      description = {
        "The repository of the run, where it was moved, or that of --run-branch.",
        "Default for --run-branch: the one around the current folder."
      })
  private @Nullable Path repo;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "Where to make the folder of --run-branch again. Default: the usual place.")
  private @Nullable Path into;

  @Option(
      names = "--trust",
      description = {
        "Goes on with a run that did not begin here, whatever it runs.",
        "Without it, a person at the terminal is asked."
      })
  private boolean trust;

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
        ? app.runPipelines()
            .resume(
                location(app),
                new ResumeRequest(given(), Optional.empty(), this::isTrusted),
                observer,
                terminal.cancellation())
        : app.runPipelines()
            .resumeBranch(
                given().orElse(terminal.host().directory()),
                which.runBranch,
                Optional.ofNullable(into).map(terminal::here),
                new ResumeRequest(
                    given(), Optional.of(terminal.host().directory()), this::isTrusted),
                observer,
                terminal.cancellation());
  }

  private Optional<Path> given() {
    return Optional.ofNullable(repo).map(terminal::here);
  }

  /** A person has to see what somebody else's run would do before it does it here. */
  private boolean isTrusted(ForeignRun run) {
    terminal
        .err()
        .printf(
            "%s did not begin here; it is the pipeline %s, committed by %s, and would run:%n",
            run.manifest().runId(), run.manifest().pipeline(), run.author());
    run.would().forEach(line -> terminal.err().println("  " + line));
    terminal.err().flush();
    return trust || (terminal.somebodyTypes().getAsBoolean() && terminal.agrees("go on with it?"));
  }

  private Path location(AppComponent app) {
    return which.runId == null
        ? terminal.here(Optional.ofNullable(which.logsRoot).orElse(Path.of("")))
        : app.inspectRuns().find(which.runId);
  }
}
