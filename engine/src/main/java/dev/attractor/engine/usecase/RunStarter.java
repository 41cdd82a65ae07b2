package dev.attractor.engine.usecase;

import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.BranchNames;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.engine.preflight.Preflight;
import dev.attractor.engine.run.RunDriver;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.release.ProgramVersion;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.NewRun;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.RunStore;
import dev.attractor.ports.time.RunIds;
import dev.attractor.ports.usecase.RunObserver;
import dev.attractor.ports.usecase.RunRequest;
import dev.attractor.ports.usecase.RunResult;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Repositories;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts runs. Nothing is made before everything that can be checked is. */
final class RunStarter {
  private static final int SHOWN_CHANGES = 5;

  private final PipelineChecks checks;
  private final Repositories repositories;
  private final RunStore store;
  private final Preflight preflight;
  private final RunIds runIds;
  private final InstantSource clock;
  private final ProgramVersion version;
  private final RunDriver driver;

  @Inject
  RunStarter(
      PipelineChecks checks,
      Repositories repositories,
      RunStore store,
      Preflight preflight,
      RunIds runIds,
      InstantSource clock,
      ProgramVersion version,
      RunDriver driver) {
    this.checks = checks;
    this.repositories = repositories;
    this.store = store;
    this.preflight = preflight;
    this.runIds = runIds;
    this.clock = clock;
    this.version = version;
    this.driver = driver;
  }

  RunResult start(RunRequest request, RunObserver observer, Cancellation cancellation) {
    return switch (checks.validate(
        request.source(), request.config().variables().keySet(), Optional.empty())) {
      case Compilation.Rejected(var diagnostics) ->
          new RunResult.Invalid(request.source().text(), diagnostics);
      case Compilation.Compiled(ValidPipeline pipeline, var warnings) -> {
        observer.compiled(request.source().text(), warnings);
        try (GitRepository repository = repositories.open(request.repository())) {
          yield start(request, pipeline, repository, observer, cancellation);
        }
      }
    };
  }

  private RunResult start(
      RunRequest request,
      ValidPipeline pipeline,
      GitRepository repository,
      RunObserver observer,
      Cancellation cancellation) {
    BranchNames branches = branches(request, repository);
    Path location = request.location().orElseGet(() -> store.defaultLocation(branches.runId()));
    Preflight.Ready ready = preflight.of(pipeline, request.config(), observer, cancellation);
    observer.preflight(ready.report());
    if (!ready.report().passed() || request.onlyPreflight()) {
      store.savePreflight(location, ready.report());
      return ready.report().passed()
          ? new RunResult.Ready(ready.report(), location)
          : new RunResult.NotReady(ready.report(), location);
    }
    Manifest manifest = manifest(request, pipeline, repository, branches, location);
    NewRun run =
        new NewRun(
            manifest,
            request.source(),
            ready.config(),
            ready.report(),
            ready.catalog(),
            started(manifest, pipeline, ready.config(), repository.branch()));
    try (RunFolder folder =
        store.create(location, run, () -> claim(repository, branches, location))) {
      observer.opened(location, manifest);
      return driver.begin(
          new RunDriver.Job(pipeline, folder, repository, observer, cancellation),
          ready.report().fact());
    }
  }

  /** Of all that start a run of one id in one repository, wherever their folders are, one may. */
  private void claim(GitRepository repository, BranchNames branches, Path location) {
    mustBeFree(repository, branches);
    repository
        .claim(branches.runId(), location.toAbsolutePath().toString(), store::isTaken)
        .ifPresent(other -> {
          throw AttractorException.usage(
              "the run %s has begun in %s already".formatted(branches.runId(), other),
              "go on with that one: attractor resume --logs-root %s; or choose another --run-id"
                  .formatted(other));
        });
  }

  private static void mustBeFree(GitRepository repository, BranchNames branches) {
    if (repository.tipOf(branches.run()).isPresent()) {
      throw AttractorException.usage(
          "the branch %s exists already".formatted(branches.run()), "choose another --run-id");
    }
  }

  /** Checks what would be noticed too late: ids and branches that are taken, forgotten changes. */
  private BranchNames branches(RunRequest request, GitRepository repository) {
    RunConfig config = request.config();
    if (config.git().requireClean()) {
      mustBeClean(repository);
    }
    RunId runId = request.runId().orElseGet(runIds::next);
    String prefix = config.git().runBranchPrefix();
    BranchNames branches =
        BranchNames.below(prefix, runId)
            .orElseThrow(() ->
                AttractorException.usage(
                    "'%s/%s' cannot be the name of a branch".formatted(prefix, runId),
                    "change git.run_branch_prefix, '%s': no part of it may begin with '.' or end with .lock,"
                            .formatted(prefix)
                        + " and it may not begin with '-'"));
    mustBeFree(repository, branches);
    repository
        .inTheWayOf(branches.run())
        .or(() -> repository.inTheWayOf(new BranchName(branches.ofFanOuts() + "x")))
        .ifPresent(other -> {
          throw AttractorException.usage(
              "the branch %s leaves no room for %s: git keeps both as files and folders"
                  .formatted(other, branches.run()),
              "rename it, or choose another git.run_branch_prefix");
        });
    return branches;
  }

  private static void mustBeClean(GitRepository repository) {
    List<String> changes = repository.changes(SHOWN_CHANGES);
    if (!changes.isEmpty()) {
      throw AttractorException.usage(
          "the repository %s has changes that are not committed: %s%s"
              .formatted(
                  repository.root(),
                  String.join(", ", changes),
                  changes.size() == SHOWN_CHANGES ? ", ..." : ""),
          "commit or stash them (a run starts from HEAD and would not see them), or set"
              + " git.require_clean: false");
    }
  }

  private Manifest manifest(
      RunRequest request,
      ValidPipeline pipeline,
      GitRepository repository,
      BranchNames branches,
      Path location) {
    return new Manifest(
        branches.runId(),
        pipeline.graph().name(),
        pipeline.graph().goal(),
        repository.root(),
        repository.head(),
        branches.run(),
        location.resolve(RunLayout.WORKTREE),
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        version.text(),
        checks.digest(request.source(), pipeline));
  }

  private static RunEvent.RunStarted started(
      Manifest manifest, ValidPipeline pipeline, RunConfig config, Optional<String> baseBranch) {
    Map<String, String> variables = new LinkedHashMap<>(config.variables());
    baseBranch.ifPresent(name -> variables.put(RunEvent.RunStarted.BASE_BRANCH, name));
    return RunEvent.RunStarted.of(
        manifest.runId(),
        manifest.graphDigest(),
        pipeline,
        manifest.baseCommit(),
        manifest.runBranch(),
        variables);
  }
}
