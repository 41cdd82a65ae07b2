package dev.attractor.cli.view;

import dev.attractor.cli.screen.Screen;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourceText;
import dev.attractor.ports.config.SetupConfig;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.RunObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Draws a run on a screen while it goes on, at most ten times a second; when it is closed, the last
 * lines stay standing.
 */
public final class LiveView implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Screen screen;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread drawing;
  private RunView run = RunView.NOTHING;
  private boolean driven = true;

  /** Makes one that draws as soon as it knows of a run. */
  public LiveView(Screen screen, InstantSource clock) {
    this.screen = screen;
    this.clock = clock;
    this.drawing = Thread.ofPlatform().daemon().name("view").start(this::keepDrawing);
  }

  /**
   * Returns who has to watch a run for it.
   *
   * @param texts what else is told stands above the frame
   * @param runs tells what has happened before in a run that goes on
   */
  public RunObserver observer(RunObserver texts, InspectRuns runs) {
    return new Watching(List.of(), texts) {
      @Override
      public void opened(Path location, Manifest manifest) {
        show(runs.history(location), runs);
        texts.opened(location, manifest);
      }
    };
  }

  /** From now on all of this is seen, too. */
  public synchronized void show(RunSnapshot snapshot, InspectRuns runs) {
    run = run.apply(snapshot, runs);
    driven = snapshot.running();
  }

  private synchronized void happened(List<RunId> within, JournalEntry entry) {
    run = run.apply(within, entry);
    driven = true;
  }

  private void keepDrawing() {
    try {
      do {
        draw();
      } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      System.getLogger(LiveView.class.getName())
          .log(System.Logger.Level.DEBUG, "the terminal is gone, and the run goes on", e);
    }
  }

  private void draw() throws IOException {
    RunView now;
    Tree tree;
    synchronized (this) {
      now = run;
      tree = new Tree(clock.instant(), driven);
    }
    if (now.state().isPresent()) {
      screen.draw(size -> new Layout(size, screen::clean).lines(now, tree));
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      drawing.join();
      draw();
      screen.settle();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      System.getLogger(LiveView.class.getName())
          .log(System.Logger.Level.DEBUG, "the terminal is gone", e);
    }
  }

  /** Watches a run, or one inside it. */
  private class Watching implements RunObserver {
    private final List<RunId> within;
    private final RunObserver texts;

    Watching(List<RunId> within, RunObserver texts) {
      this.within = within;
      this.texts = texts;
    }

    @Override
    public RunObserver inner(String name, RunId runId) {
      return new Watching(
          Stream.concat(within.stream(), Stream.of(runId)).toList(), texts.inner(name, runId));
    }

    @Override
    public void happened(JournalEntry entry) {
      LiveView.this.happened(within, entry);
      if (entry.event() instanceof RunEvent.Warning
          || entry.event() instanceof RunEvent.MergeConflict
          || entry.event() instanceof RunEvent.StallWatchdogTimeout) {
        texts.happened(entry);
      }
    }

    @Override
    public void compiled(SourceText source, List<Diagnostic> warnings) {
      texts.compiled(source, warnings);
    }

    @Override
    public void preflight(PreflightReport report) {
      texts.preflight(report);
    }

    @Override
    public void warned(String message) {
      texts.warned(message);
    }

    @Override
    public void preparing(SetupConfig setup) {
      texts.preparing(setup);
    }
  }
}
