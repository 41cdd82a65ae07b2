package dev.attractor.cli.run;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;
import static dev.attractor.cli.terminal.Arguments.parameter;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ProgramCommand;
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
import org.jspecify.annotations.Nullable;

/** {@code attractor resume}. */
final class ResumeCommand implements ProgramCommand {
  private final Terminal terminal;
  private final Class<?> program;
  private final Arguments arguments;

  private @Nullable String run;
  private @Nullable Path logsRoot;
  private @Nullable String runBranch;
  private @Nullable String runId;
  private @Nullable Path repo;
  private @Nullable Path into;
  private boolean trust;
  private boolean detach;

  private final DriveOptions drive = new DriveOptions();

  ResumeCommand(Terminal terminal, Class<?> program) {
    this.terminal = terminal;
    this.program = program;
    this.arguments = declared();
  }

  @Override
  public Arguments arguments() {
    return arguments;
  }

  private Arguments declared() {
    return Arguments.of(
            this,
            "Goes on with a run that was interrupted or canceled.",
            "No finished stage is run again. A run that has ended is only reported.")
        .withOneOf(
            parameter(String.class, given -> run = given, "RUN")
                .index("0")
                .description(
                    "A folder, an id, the beginning of an id, or latest, which is the default.")
                .build(),
            option(Path.class, given -> logsRoot = given, "DIR", "--logs-root")
                .description("The logs root that the run printed when it began.")
                .build(),
            option(String.class, given -> runBranch = given, "BRANCH", "--run-branch")
                .description(
                    "The run branch, in the repository that --repo names.",
                    "Where the folder of the run is gone, it is made again from what the repository keeps.")
                .build(),
            option(String.class, given -> runId = given, "ID", "--run-id")
                .description("The id of the run, its beginning, or latest.")
                .build())
        .with(
            option(Path.class, given -> repo = given, "DIR", "--repo")
                .description(
                    "The repository of the run, where it was moved, or that of --run-branch.",
                    "Default for --run-branch: the one around the current folder."))
        .with(
            option(Path.class, given -> into = given, "DIR", "--into")
                .description(
                    "Where to make the folder of --run-branch again. Default: the usual place."))
        .with(
            flag(given -> trust = given, "--trust")
                .description(
                    "Goes on with a run that did not begin here, whatever it runs.",
                    "Without it, a person at the terminal is asked."))
        .with(
            flag(given -> detach = given, "--detach")
                .description(
                    "Goes on by itself, whatever becomes of this terminal, and returns when it does;"
                        + " prints run_id, logs_root and pid."))
        .with(drive::addTo);
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
    return runBranch == null
        ? app.runPipelines()
            .resume(
                location(app),
                new ResumeRequest(given(), Optional.empty(), this::isTrusted),
                observer,
                terminal.cancellation())
        : app.runPipelines()
            .resumeBranch(
                given().orElse(terminal.host().directory()),
                runBranch,
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
    if (runBranch != null) {
      throw AttractorException.usage(
          "where the run of a branch lies is known only when it was made again",
          "resume it without --detach, or name the run itself");
    }
    Path location = location(app);
    RunId id = app.inspectRuns().glance(location).manifest().runId(); // fails when there is none
    return drive.detach(
        terminal, app, new DetachedRun(terminal, program, id, location, false), arguments.given());
  }

  /** Returns how the run is named; null when a folder or a branch says which it is. */
  private @Nullable String named() {
    String name = run == null ? runId : run;
    return name == null && logsRoot == null && runBranch == null ? "latest" : name;
  }

  private Path location(AppComponent app) {
    String named = named();
    return named == null
        ? terminal.here(Optional.ofNullable(logsRoot).orElse(Path.of("")))
        : app.inspectRuns().find(named);
  }
}
