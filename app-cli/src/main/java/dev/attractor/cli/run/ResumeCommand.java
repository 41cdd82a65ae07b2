package dev.attractor.cli.run;

import static java.util.Objects.requireNonNull;

import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.AttractorException;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code attractor resume}. */
@Command(
    description = {
      "Goes on with a run that was interrupted or canceled.",
      "No finished stage is run again. A run that has ended is only reported."
    })
final class ResumeCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Class<?> program;

  @Spec private @Nullable CommandSpec spec;

  @ArgGroup(multiplicity = "0..1")
  private Which which = new Which();

  /** Which run. */
  static final class Which {
    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "RUN",
        description = "A folder, an id, the beginning of an id, or latest, which is the default.")
    private @Nullable String run;

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

    /** Returns how the run is named; null when a folder or a branch says which it is. */
    private @Nullable String named() {
      String name = run == null ? runId : run;
      return name == null && logsRoot == null && runBranch == null ? "latest" : name;
    }
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

  @Option(
      names = "--detach",
      description = {
        "Goes on by itself, whatever becomes of this terminal, and returns when it does;"
            + " prints run_id, logs_root and pid."
      })
  private boolean detach;

  @Mixin private DriveOptions drive = new DriveOptions();

  ResumeCommand(Terminal terminal, Class<?> program) {
    this.terminal = terminal;
    this.program = program;
  }

  @Override
  public Integer call() {
    AppComponent app = drive.app(terminal);
    if (detach) {
      return startDetached(app);
    }
    terminal.confirmStop();
    return drive.drive(terminal, app, observer -> resumed(app, observer));
  }

  private RunResult resumed(AppComponent app, RunObserver observer) {
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
    run.would().forEach(line -> terminal.err().println("  " + terminal.withoutSecrets(line)));
    terminal.err().flush();
    return trust || (terminal.somebodyTypes().getAsBoolean() && terminal.agrees("go on with it?"));
  }

  private int startDetached(AppComponent app) {
    if (which.runBranch != null) {
      throw AttractorException.usage(
          "where the run of a branch lies is known only when it was made again",
          "resume it without --detach, or name the run itself");
    }
    Path location = location(app);
    RunId id = app.inspectRuns().glance(location).manifest().runId(); // fails when there is none
    return drive.detach(
        terminal,
        app,
        new DetachedRun(terminal, program, id, location, false),
        requireNonNull(spec).root().commandLine().getParseResult());
  }

  private Path location(AppComponent app) {
    String named = which.named();
    return named == null
        ? terminal.here(Optional.ofNullable(which.logsRoot).orElse(Path.of("")))
        : app.inspectRuns().find(named);
  }
}
