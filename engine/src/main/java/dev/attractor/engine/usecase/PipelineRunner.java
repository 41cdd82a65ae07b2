package dev.attractor.engine.usecase;

import dev.attractor.engine.plugins.Listeners;
import dev.attractor.ports.journal.JournalFormat;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.usecase.ResumeRequest;
import dev.attractor.ports.usecase.RunObserver;
import dev.attractor.ports.usecase.RunPipelines;
import dev.attractor.ports.usecase.RunRequest;
import dev.attractor.ports.usecase.RunResult;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Starts runs and goes on with them; plugins hear what happens in each. */
public final class PipelineRunner implements RunPipelines {
  private final RunStarter starter;
  private final RunResumer resumer;
  private final Restoration restoration;
  private final PluginCatalog plugins;
  private final JournalFormat format;

  @Inject
  PipelineRunner(
      RunStarter starter,
      RunResumer resumer,
      Restoration restoration,
      PluginCatalog plugins,
      JournalFormat format) {
    this.starter = starter;
    this.resumer = resumer;
    this.restoration = restoration;
    this.plugins = plugins;
    this.format = format;
  }

  @Override
  public RunResult run(RunRequest request, RunObserver observer, Cancellation cancellation) {
    return heard(observer, all -> starter.start(request, all, cancellation));
  }

  @Override
  public RunResult resume(
      Path location, ResumeRequest how, RunObserver observer, Cancellation cancellation) {
    return heard(observer, all -> resumer.resume(location, how, all, cancellation));
  }

  @Override
  public RunResult resumeBranch(
      Path repository,
      String branch,
      Optional<Path> location,
      ResumeRequest how,
      RunObserver observer,
      Cancellation cancellation) {
    return resume(
        restoration.of(repository, branch, location, cancellation), how, observer, cancellation);
  }

  private RunResult heard(RunObserver observer, Function<RunObserver, RunResult> run) {
    try (Listeners listeners = Listeners.of(plugins, format, observer)) {
      return run.apply(listeners.observer());
    }
  }
}
