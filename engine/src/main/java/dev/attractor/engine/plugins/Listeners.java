package dev.attractor.engine.plugins;

import dev.attractor.domain.run.RunId;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourceText;
import dev.attractor.ports.config.SetupConfig;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.journal.JournalFormat;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.spi.RunFact;
import dev.attractor.ports.spi.RunListener;
import dev.attractor.ports.usecase.RunObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells the run listeners of plugins what an observer is told. Each hears it in a thread of its
 * own, so that a slow one holds up nothing but the end of the run, and that not for long.
 */
public final class Listeners implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  private final List<Told> told;
  private final JournalFormat format;
  private final RunObserver observer;

  private Listeners(List<Told> told, JournalFormat format, RunObserver observer) {
    this.told = told;
    this.format = format;
    this.observer = observer;
  }

  /**
   * Makes the listeners of one run.
   *
   * @param observer is told everything first, and what goes wrong with the listeners
   */
  public static Listeners of(PluginCatalog plugins, JournalFormat format, RunObserver observer) {
    return new Listeners(
        plugins.runObservers().stream().map(listener -> new Told(listener, observer)).toList(),
        format,
        observer);
  }

  /** Returns who is to be told of the run. */
  public RunObserver observer() {
    return told.isEmpty() ? observer : new Watch(observer, Path.of(""), Optional.empty());
  }

  /** Waits until all have heard everything. */
  @Override
  public void close() {
    told.forEach(Told::close);
  }

  /** Observes a run, or one inside it. Its facts come one at a time. */
  private final class Watch implements RunObserver {
    private final RunObserver own;
    private Path logsRoot;
    private Optional<RunId> run;

    Watch(RunObserver own, Path logsRoot, Optional<RunId> run) {
      this.own = own;
      this.logsRoot = logsRoot;
      this.run = run;
    }

    @Override
    public void compiled(SourceText source, List<Diagnostic> warnings) {
      own.compiled(source, warnings);
    }

    @Override
    public void preflight(PreflightReport report) {
      own.preflight(report);
    }

    @Override
    public void opened(Path location, Manifest manifest) {
      logsRoot = location;
      run = Optional.of(manifest.runId());
      own.opened(location, manifest);
    }

    @Override
    public void happened(JournalEntry entry) {
      own.happened(entry);
      RunId runId = run.orElseThrow(); // it has been opened
      RunFact fact =
          new RunFact(
              runId.text(),
              logsRoot,
              entry.seq(),
              entry.at(),
              format.eventOf(entry),
              format.lineOf(runId, entry));
      told.forEach(one -> one.tell(fact));
    }

    @Override
    public void warned(String message) {
      own.warned(message);
    }

    @Override
    public void preparing(SetupConfig setup) {
      own.preparing(setup);
    }

    @Override
    public RunObserver inner(String name, RunId innerRunId) {
      return new Watch(own.inner(name, innerRunId), logsRoot, Optional.of(innerRunId));
    }
  }

  /** One listener with its thread. */
  private static final class Told {
    private final RunListener listener;
    private final RunObserver observer;
    private final ExecutorService thread =
        Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private final AtomicBoolean failed = new AtomicBoolean();

    Told(RunListener listener, RunObserver observer) {
      this.listener = listener;
      this.observer = observer;
    }

    void tell(RunFact fact) {
      thread.execute(() -> {
        try {
          listener.happened(fact);
        } catch (Throwable e) {
          if (!PluginDefect.isOne(e)) {
            throw e;
          }
          if (failed.compareAndSet(false, true)) { // one warning will do
            observer.warned(
                "the run observer %s of a plugin has failed: %s".formatted(listener.name(), e));
          }
        }
      });
    }

    void close() {
      thread.shutdown();
      boolean heardAll;
      try {
        heardAll = thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        heardAll = false;
      }
      if (!heardAll) {
        thread.shutdownNow();
        observer.warned(
            "the run observer %s of a plugin has not heard everything: it is too slow"
                .formatted(listener.name()));
      }
    }
  }
}
