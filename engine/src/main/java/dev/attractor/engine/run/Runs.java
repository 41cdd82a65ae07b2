package dev.attractor.engine.run;

import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.engine.plugins.Listeners;
import dev.attractor.engine.preflight.DefaultProvider;
import dev.attractor.engine.preflight.Preflight;
import dev.attractor.engine.preflight.RunCatalog;
import dev.attractor.ports.Problem;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.NewRun;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.RunStore;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.time.RunIds;
import dev.attractor.ports.usecase.RunObserver;
import dev.attractor.ports.usecase.RunPipelines;
import dev.attractor.ports.usecase.RunRequest;
import dev.attractor.ports.usecase.RunResult;
import dev.attractor.ports.workspace.Repositories;
import dev.attractor.ports.workspace.Repository;
import dev.attractor.ports.workspace.Workspace;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Starts runs and goes on with them. Nothing is made before everything that can be checked is. */
public final class Runs implements RunPipelines {
  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  /** The folder of the git branches of fan-outs, beside the run branches (SEMANTICS §7). */
  private static final String BRANCHES = "parallel";

  private static final int SHOWN_CHANGES = 5;

  /** Else the run would not have begun. */
  private static final boolean SHIMS_WERE_ALLOWED = true;

  private final PipelineChecks checks;
  private final Repositories repositories;
  private final RunStore store;
  private final DefaultProvider defaults;
  private final Preflight preflight;
  private final RunCatalog catalogs;
  private final RunIds runIds;
  private final RunTools tools;
  private final PluginCatalog plugins;
  private final Restoration restoration;
  private final Publisher publisher;
  private final ProgramVersion version;

  @Inject
  Runs(
      PipelineChecks checks,
      Repositories repositories,
      RunStore store,
      DefaultProvider defaults,
      Preflight preflight,
      RunCatalog catalogs,
      RunIds runIds,
      RunTools tools,
      PluginCatalog plugins,
      Restoration restoration,
      Publisher publisher,
      ProgramVersion version) {
    this.checks = checks;
    this.repositories = repositories;
    this.store = store;
    this.defaults = defaults;
    this.preflight = preflight;
    this.catalogs = catalogs;
    this.runIds = runIds;
    this.tools = tools;
    this.plugins = plugins;
    this.restoration = restoration;
    this.publisher = publisher;
    this.version = version;
  }

  @Override
  public RunResult run(RunRequest request, RunObserver observer, Cancellation cancellation) {
    try (Listeners listeners = Listeners.of(plugins, tools.format(), observer)) {
      return compileAndStart(request, listeners.observer(), cancellation);
    }
  }

  private RunResult compileAndStart(
      RunRequest request, RunObserver observer, Cancellation cancellation) {
    return switch (checks.validate(
        request.source(), request.config().variables().keySet(), Optional.empty())) {
      case Compilation.Rejected(var diagnostics) ->
          new RunResult.Invalid(request.source().text(), diagnostics);
      case Compilation.Compiled(ValidPipeline pipeline, var warnings) -> {
        observer.compiled(request.source().text(), warnings);
        try (Repository repository = repositories.open(request.repository())) {
          yield start(request, pipeline, repository, observer, cancellation);
        }
      }
    };
  }

  private RunResult start(
      RunRequest request,
      ValidPipeline pipeline,
      Repository repository,
      RunObserver observer,
      Cancellation cancellation) {
    RunConfig config = defaults.complete(request.config(), pipeline, observer, cancellation);
    if (config.git().requireClean()) {
      mustBeClean(repository);
    }
    String runId = request.runId().orElseGet(runIds::next);
    if (!RUN_ID.matcher(runId).matches() || runId.equals(BRANCHES)) {
      throw Problem.usage(
          "'%s' cannot be a run id".formatted(runId),
          "use letters, digits, '_' and '-', at most 64, beginning with a letter or digit; the word"
              + " parallel is taken");
    }
    String branch = config.git().runBranchPrefix() + "/" + runId;
    if (repository.hasBranch(branch)) {
      throw Problem.usage(
          "the branch %s exists already".formatted(branch), "choose another --run-id");
    }
    Path location = request.location().orElseGet(() -> store.defaultLocation(runId));
    RunCatalog.Chosen catalog = catalogs.choose(config.catalog());
    PreflightReport report =
        preflight.check(pipeline, config, catalog, request.allowTestShim(), cancellation);
    observer.preflight(report);
    if (!report.passed()) {
      store.savePreflight(location, report);
      return new RunResult.NotReady(report, location);
    }
    if (request.onlyPreflight()) {
      store.savePreflight(location, report);
      return new RunResult.Ready(report, location);
    }
    Manifest manifest =
        new Manifest(
            runId,
            pipeline.graph().name(),
            pipeline.graph().goal(),
            repository.root(),
            repository.head(),
            branch,
            location.resolve("worktree"),
            tools.clock().instant().truncatedTo(ChronoUnit.MILLIS),
            version.text(),
            checks.digest(request.source(), pipeline));
    try (RunFolder folder =
        store.create(
            location,
            new NewRun(
                manifest,
                request.source(),
                config,
                report,
                catalog.text(),
                started(manifest, pipeline, config)))) {
      observer.opened(location, manifest);
      folder.entries().forEach(observer::happened);
      return drive(
          folder,
          pipeline,
          repository,
          observer,
          cancellation,
          Optional.of(preflightDone(report)),
          RunLoop::drive);
    }
  }

  private static void mustBeClean(Repository repository) {
    List<String> changes = repository.changes(SHOWN_CHANGES);
    if (!changes.isEmpty()) {
      throw Problem.usage(
          "the repository %s has changes that are not committed: %s%s"
              .formatted(
                  repository.root(),
                  String.join(", ", changes),
                  changes.size() == SHOWN_CHANGES ? ", ..." : ""),
          "commit or stash them (a run starts from HEAD and would not see them), or set"
              + " git.require_clean: false");
    }
  }

  private static RunEvent.RunStarted started(
      Manifest manifest, ValidPipeline pipeline, RunConfig config) {
    return FirstFact.of(
        manifest.runId(),
        manifest.graphDigest(),
        pipeline,
        manifest.baseCommit(),
        manifest.runBranch(),
        config);
  }

  private static RunEvent preflightDone(PreflightReport report) {
    return new RunEvent.PreflightCompleted(
        report.count(Finding.Level.PASS),
        report.count(Finding.Level.WARN),
        report.count(Finding.Level.FAIL));
  }

  @Override
  public RunResult resume(Path location, RunObserver observer, Cancellation cancellation) {
    try (Listeners listeners = Listeners.of(plugins, tools.format(), observer)) {
      return goOn(location, listeners.observer(), cancellation);
    }
  }

  @Override
  public RunResult resumeBranch(
      Path repository,
      String branch,
      Optional<Path> location,
      RunObserver observer,
      Cancellation cancellation) {
    return resume(
        restoration.of(repository, branch, location, cancellation), observer, cancellation);
  }

  private RunResult goOn(Path location, RunObserver observer, Cancellation cancellation) {
    try (RunFolder folder = store.open(location)) {
      Manifest manifest = folder.manifest();
      ValidPipeline pipeline = recompile(folder);
      Optional<RunEvent> checked = Optional.empty();
      if (!isOver(folder)) {
        PreflightReport report =
            preflight.check(
                pipeline,
                folder.config(),
                catalogs.keptBy(folder.catalog()),
                SHIMS_WERE_ALLOWED,
                cancellation);
        observer.preflight(report);
        if (!report.passed()) {
          store.savePreflight(location, report);
          return new RunResult.NotReady(report, location);
        }
        checked = Optional.of(preflightDone(report));
      }
      try (Repository repository = repositories.open(manifest.repository())) {
        observer.opened(location, manifest);
        return drive(
            folder, pipeline, repository, observer, cancellation, checked, RunLoop::resume);
      }
    }
  }

  private static boolean isOver(RunFolder folder) {
    return folder.entries().getLast().event() instanceof RunEvent.Ended last
        && last.end().isFinal();
  }

  private ValidPipeline recompile(RunFolder folder) {
    return switch (checks.validate(folder.source())) {
      case Compilation.Compiled compiled -> {
        mustBeTheSame(folder, compiled.pipeline());
        yield compiled.pipeline();
      }
      case Compilation.Rejected(var diagnostics) ->
          throw Problem.usage(
              "this version does not accept the pipeline of the run: "
                  + diagnostics.getFirst().message(),
              "resume the run with the version and the plugins that began it: "
                  + folder.manifest().version());
    };
  }

  private void mustBeTheSame(RunFolder folder, ValidPipeline pipeline) {
    boolean unchanged =
        folder.entries().getFirst().event() instanceof RunEvent.RunStarted started
            && started.graphDigest().equals(checks.digest(folder.source(), pipeline));
    if (!unchanged) {
      throw Problem.usage(
          "the copy of the pipeline in %s is not the one the run began with"
              .formatted(folder.location()),
          plugins.transforms().isEmpty()
              ? "restore graph.dot and graph_files.json, or start a new run"
              : "restore graph.dot and graph_files.json, and the plugins that change pipelines, or"
                  + " start a new run");
    }
  }

  /**
   * Drives a run to its end.
   *
   * @param checked what preflight found, unless the run is over already
   */
  private RunResult drive(
      RunFolder folder,
      ValidPipeline pipeline,
      Repository repository,
      RunObserver observer,
      Cancellation cancellation,
      Optional<RunEvent> checked,
      Function<RunLoop, RunEnd> way) {
    Manifest manifest = folder.manifest();
    Preparation preparation = Preparation.of(tools.setup(), folder);
    try (Workspace workspace =
            repository.workspace(
                manifest.runId(),
                manifest.runBranch(),
                manifest.baseCommit(),
                manifest.worktree());
        StallWatchdog watchdog =
            new StallWatchdog(folder.config().limits(), tools.clock(), observer, cancellation)) {
      RunLoop loop =
          new RunLoop(
              OpenRun.of(
                  tools,
                  pipeline,
                  folder,
                  workspace,
                  preparation,
                  watchdog.observer(),
                  watchdog.cancellation(),
                  () -> publish(folder, observer)));
      watchdog.watch(loop::note);
      checked.ifPresent(loop::note);
      RunEnd end = way.apply(loop);
      publish(folder, observer);
      return new RunResult.Finished(folder.location(), manifest, loop.state().head(), end);
    }
  }

  private void publish(RunFolder folder, RunObserver observer) {
    folder
        .config()
        .git()
        .pushRemote()
        .ifPresent(remote -> publisher.push(remote, folder.manifest(), observer));
  }
}
