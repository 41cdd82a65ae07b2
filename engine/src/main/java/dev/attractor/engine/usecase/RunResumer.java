package dev.attractor.engine.usecase;

import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.engine.preflight.Preflight;
import dev.attractor.engine.run.RunDriver;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.RunStore;
import dev.attractor.ports.usecase.RunObserver;
import dev.attractor.ports.usecase.RunResult;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Repositories;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;

/** Goes on with runs, with the pipeline that they began with or not at all (SEMANTICS §12). */
final class RunResumer {
  private final PipelineChecks checks;
  private final Repositories repositories;
  private final RunStore store;
  private final Preflight preflight;
  private final RunDriver driver;

  @Inject
  RunResumer(
      PipelineChecks checks,
      Repositories repositories,
      RunStore store,
      Preflight preflight,
      RunDriver driver) {
    this.checks = checks;
    this.repositories = repositories;
    this.store = store;
    this.preflight = preflight;
    this.driver = driver;
  }

  RunResult resume(Path location, RunObserver observer, Cancellation cancellation) {
    try (RunFolder folder = store.open(location)) {
      ValidPipeline pipeline = recompile(folder);
      Optional<PreflightReport> report =
          isOver(folder)
              ? Optional.empty()
              : Optional.of(preflight.again(pipeline, folder, cancellation));
      report.ifPresent(observer::preflight);
      if (report.filter(found -> !found.passed()).isPresent()) {
        store.savePreflight(location, report.get());
        return new RunResult.NotReady(report.get(), location);
      }
      try (GitRepository repository = repositories.open(folder.manifest().repository())) {
        observer.opened(location, folder.manifest());
        return driver.resume(
            new RunDriver.Job(pipeline, folder, repository, observer, cancellation),
            report.map(PreflightReport::fact));
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
          throw AttractorException.usage(
              "this version does not accept the pipeline of the run: "
                  + diagnostics.getFirst().message(),
              "resume the run with the version that began it, %s, and with its plugins: give"
                      .formatted(folder.manifest().version())
                  + " --plugin-path again if it was given");
    };
  }

  private void mustBeTheSame(RunFolder folder, ValidPipeline pipeline) {
    boolean unchanged =
        folder.entries().getFirst().event() instanceof RunEvent.RunStarted started
            && started.graphDigest().equals(checks.digest(folder.source(), pipeline));
    if (!unchanged) {
      throw AttractorException.usage(
          "the copy of the pipeline in %s is not the one the run began with"
              .formatted(folder.location()),
          "restore graph.dot and graph_files.json, and the plugins that change pipelines: give"
              + " --plugin-path again if it was given; or start a new run");
    }
  }
}
