package dev.attractor.cli.run;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;
import static dev.attractor.cli.terminal.Arguments.options;
import static dev.attractor.cli.terminal.Arguments.pairs;
import static dev.attractor.cli.terminal.Arguments.parameter;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.config.PeopleConfig;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.usecase.RunObserver;
import dev.attractor.ports.usecase.RunRequest;
import dev.attractor.ports.usecase.RunResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code attractor run}. */
final class RunCommand implements ProgramCommand {
  private final Terminal terminal;
  private final Class<?> program;
  private final Arguments arguments;

  private @Nullable Path pipeline;
  private @Nullable Path graph;
  private @Nullable Path config;
  private @Nullable Path repo;
  private @Nullable String runId;
  private @Nullable Path logsRoot;
  private Map<String, String> variables = new LinkedHashMap<>();
  private boolean autoApprove;
  private List<String> answers = List.of();
  private boolean preflight;
  private boolean allowTestShim;
  private boolean detach;

  private final DriveOptions drive = new DriveOptions();

  RunCommand(Terminal terminal, Class<?> program) {
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
            "Runs a pipeline in a git worktree of its own, on a branch of its own.",
            "Progress goes to stderr: a view of all stages where that is a terminal, else a line for each.",
            "Stdout, where it is no terminal, has key=value lines: run_id, logs_root, worktree,"
                + " run_branch, final_commit, status.")
        .with(
            parameter(Path.class, given -> pipeline = given, "PIPELINE.dot")
                .description("The pipeline to run."))
        .with(
            option(Path.class, given -> graph = given, "FILE", "--graph")
                .description("The same, as an option."))
        .with(
            option(Path.class, given -> config = given, "FILE", "--config")
                .description("Run configuration, YAML or JSON."))
        .with(
            option(Path.class, given -> repo = given, "DIR", "--repo")
                .description(
                    "The git repository to work on. Default: the one around the current folder."))
        .with(
            option(String.class, given -> runId = given, "ID", "--run-id")
                .description("An id instead of a new one."))
        .with(
            option(Path.class, given -> logsRoot = given, "DIR", "--logs-root")
                .description("Where journal and artifacts go. Default: below $XDG_STATE_HOME."))
        .with(
            pairs(given -> variables = given, "NAME=VALUE", "--set")
                .description("Sets $NAME for prompts. May be repeated."))
        .with(
            flag(given -> autoApprove = given, "--auto-approve")
                .description("Answers every question to a person with its first choice."))
        .with(
            options(String.class, given -> answers = given, "NODE=CHOICE", "--answer")
                .description(
                    "Answers the question of a node beforehand.",
                    "Given again, the question at its next visit."))
        .with(
            flag(given -> preflight = given, "--preflight", "--test-run")
                .description(
                    "Checks everything that can be checked, and stops before the run begins."))
        .with(
            flag(given -> allowTestShim = given, "--allow-test-shim")
                .description("Lets the configuration replace the programs of agents, for a test."))
        .with(
            flag(given -> detach = given, "--detach")
                .description(
                    "Lets the run go on by itself, whatever becomes of this terminal, and returns when it has"
                        + " begun; prints run_id, logs_root and pid."))
        .with(drive::addTo);
  }

  @Override
  public Integer call() {
    AppComponent app = drive.app(terminal);
    // A preflight ends before there is a run that could go on by itself.
    return detach && !preflight
        ? startDetached(app)
        : drive.drive(terminal, app, observer -> result(app, observer));
  }

  private RunResult result(AppComponent app, RunObserver observer) {
    terminal.confirmStop();
    RunConfig base =
        Optional.ofNullable(config)
            .map(file ->
                app.runConfigSource()
                    .read(
                        terminal.here(file),
                        app.configNames().in(Optional.ofNullable(repo).map(terminal::here))))
            .orElse(RunConfig.DEFAULT);
    Map<String, String> allVariables = new LinkedHashMap<>(base.variables());
    allVariables.putAll(variables);
    RunConfig configured = base.with(allVariables, people(base.people()));
    RunRequest request =
        new RunRequest(
            app.pipelineFiles().read(terminal.here(file())),
            Optional.ofNullable(repo)
                .map(terminal::here)
                .or(base::repository)
                .orElse(terminal.host().directory()),
            named(),
            Optional.ofNullable(logsRoot).map(terminal::here),
            allowTestShim ? configured.with(configured.llm().allowingShims()) : configured,
            preflight);
    return app.runPipelines().run(request, observer, terminal.cancellation());
  }

  private Optional<RunId> named() {
    return Optional.ofNullable(runId)
        .map(text ->
            RunId.ofOutermost(text)
                .orElseThrow(() ->
                    AttractorException.usage(
                        "'%s' cannot be a run id".formatted(text),
                        "use letters, digits, '_' and '-', at most 64, beginning with a letter or"
                            + " digit; the words parallel and latest are taken")));
  }

  private PeopleConfig people(PeopleConfig base) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (String answer : answers) {
      int equals = answer.indexOf('=');
      if (equals < 1) {
        throw AttractorException.usage(
            "--answer %s has no '='".formatted(answer), "--answer NODE=CHOICE");
      }
      all.computeIfAbsent(answer.substring(0, equals), _ -> new ArrayList<>())
          .add(answer.substring(equals + 1));
    }
    base.answers().forEach(all::putIfAbsent);
    return new PeopleConfig(autoApprove || base.autoApprove(), all);
  }

  private int startDetached(AppComponent app) {
    file(); // fails here rather than in the program that is started
    RunId id = named().orElseGet(app.runIds()::next);
    Path location = logsRoot == null ? app.runStore().defaultLocation(id) : terminal.here(logsRoot);
    return drive.detach(
        terminal, app, new DetachedRun(terminal, program, id, location, true), arguments.given());
  }

  private Path file() {
    if (pipeline != null && graph != null) {
      throw AttractorException.usage(
          "the pipeline is given twice", "leave out --graph or the argument");
    }
    Path file = pipeline != null ? pipeline : graph;
    if (file == null) {
      throw AttractorException.usage("no pipeline is given", "attractor run PIPELINE.dot");
    }
    return file;
  }
}
