package dev.attractor.cli;

import dev.attractor.ports.Problem;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.usecase.RunRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attractor run}. */
@Command(
    name = "run",
    description = {
      "Runs a pipeline in a git worktree of its own, on a branch of its own.",
      "Progress goes to stderr; stdout has key=value lines: run_id, logs_root, worktree,"
          + " run_branch, final_commit, status."
    })
final class RunCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "PIPELINE.dot", description = "The pipeline to run.")
  private @Nullable Path pipeline;

  @Option(names = "--graph", paramLabel = "FILE", description = "The same, as an option.")
  private @Nullable Path graph;

  @Option(names = "--config", paramLabel = "FILE", description = "Run configuration, YAML or JSON.")
  private @Nullable Path config;

  @Option(
      names = "--repo",
      paramLabel = "DIR",
      description = "The git repository to work on. Default: the one around the current folder.")
  private @Nullable Path repo;

  @Option(names = "--run-id", paramLabel = "ID", description = "An id instead of a new one.")
  private @Nullable String runId;

  @Option(
      names = "--logs-root",
      paramLabel = "DIR",
      description = "Where journal and artifacts go. Default: below $XDG_STATE_HOME.")
  private @Nullable Path logsRoot;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Sets $NAME for prompts. May be repeated.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Option(
      names = "--auto-approve",
      description = "Answers every question to a person with its first choice.")
  private boolean autoApprove;

  @Option(
      names = {"--preflight", "--test-run"},
      description = "Checks everything that can be checked, and stops before the run begins.")
  private boolean preflight;

  @Option(
      names = "--allow-test-shim",
      description = "Lets the configuration replace the programs of agents, for a test.")
  private boolean allowTestShim;

  @Option(names = "--json", description = "One JSON object on stdout instead of key=value lines.")
  private boolean json;

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    AppComponent app = terminal.app();
    RunConfig base =
        Optional.ofNullable(config)
            .map(file -> app.runConfigSource().read(terminal.here(file)))
            .orElse(RunConfig.DEFAULT);
    Map<String, String> allVariables = new LinkedHashMap<>(base.variables());
    allVariables.putAll(variables);
    RunRequest request =
        new RunRequest(
            app.pipelineFiles().read(terminal.here(file())),
            Optional.ofNullable(repo)
                .map(terminal::here)
                .or(base::repository)
                .orElse(terminal.host().directory()),
            Optional.ofNullable(runId),
            Optional.ofNullable(logsRoot).map(terminal::here),
            base.with(allVariables, autoApprove || base.autoApprove()),
            preflight,
            allowTestShim);
    return new ResultPrinter(terminal, json)
        .print(
            app.runPipelines()
                .run(request, new ProgressPrinter(terminal, !json), terminal.cancellation()))
        .code();
  }

  private Path file() {
    if (pipeline != null && graph != null) {
      throw Problem.usage("the pipeline is given twice", "leave out --graph or the argument");
    }
    Path file = pipeline != null ? pipeline : graph;
    if (file == null) {
      throw Problem.usage("no pipeline is given", "attractor run PIPELINE.dot");
    }
    return file;
  }
}
