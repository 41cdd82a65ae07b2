package dev.attractor.engine.run;

import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourceText;
import dev.attractor.engine.stage.Ticker;
import dev.attractor.ports.config.RunLimits;
import dev.attractor.ports.config.SetupConfig;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.time.MonotonicClock;
import dev.attractor.ports.usecase.RunObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Stops a run in which nothing happens any more, nor in the runs inside it: no fact is written and
 * no program prints. Waiting for a person, or for the time to try again, is no stall, and setup has
 * a limit of its own.
 */
final class StallWatchdog implements AutoCloseable {
  private static final int LOOKS = 4;

  private final Optional<Duration> limit;
  private final Optional<Duration> pause;
  private final MonotonicClock clock;
  private final RunObserver observer;
  private final Cancellation run = new Cancellation();
  private final Cancellation.Registration outer;
  private final Queue<Listening> runs = new ConcurrentLinkedQueue<>();
  private Optional<Ticker> ticker = Optional.empty();
  private volatile boolean isOver;

  /**
   * Makes a watchdog that does not watch yet.
   *
   * @param limits how long nothing may happen, and how often that is looked at
   * @param observer is told what the watchdog hears
   * @param outer what stops the run beside it
   */
  StallWatchdog(RunLimits limits, MonotonicClock clock, RunObserver observer, Cancellation outer) {
    this.limit = limits.stall();
    this.pause = limits.stallCheck();
    this.clock = clock;
    this.observer = observer;
    this.outer = outer.onRequest(() -> run.request(outer.reason()));
  }

  /** Returns who has to be told what happens in the run. */
  RunObserver observer() {
    return listenBefore(observer);
  }

  /** Returns what stops the run. */
  Cancellation cancellation() {
    return run;
  }

  /**
   * Begins to watch.
   *
   * @param notes where it writes that it has stopped the run
   */
  void watch(Consumer<RunEvent.Observation> notes) {
    ticker =
        limit.map(time ->
            new Ticker(
                "stall watchdog", pause.orElse(time.dividedBy(LOOKS)), () -> look(time, notes)));
  }

  private void look(Duration time, Consumer<RunEvent.Observation> notes) {
    Duration now = clock.now();
    if (!isOver && runs.stream().allMatch(one -> one.isQuiet(now, time)) && !run.isRequested()) {
      try {
        notes.accept(new RunEvent.StallWatchdogTimeout(time));
      } finally {
        run.request("nothing has happened for %d ms".formatted(time.toMillis()));
      }
    }
  }

  private Listening listenBefore(RunObserver other) {
    Listening listening = new Listening(other, clock.now());
    runs.add(listening);
    return listening;
  }

  /** To be alive is not to be at work. */
  private static boolean isProgress(RunEvent event) {
    boolean onlyAlive = event instanceof RunEvent.StageHeartbeat beat && beat.lines() == 0;
    return !onlyAlive && !(event instanceof RunEvent.StallWatchdogTimeout);
  }

  @Override
  public void close() {
    outer.close();
    ticker.ifPresent(Ticker::close);
  }

  /** Hears of one run, and of nothing that happens in those inside it. */
  private final class Listening implements RunObserver {
    private final RunObserver other;
    private volatile Duration quietSince;
    private volatile boolean waitsForPeople;

    Listening(RunObserver other, Duration begin) {
      this.other = other;
      this.quietSince = begin;
    }

    boolean isQuiet(Duration now, Duration limit) {
      return !waitsForPeople && now.minus(quietSince).compareTo(limit) > 0;
    }

    private void allowQuiet(Duration time) {
      quietSince = clock.now().plus(time);
    }

    @Override
    public void happened(JournalEntry entry) {
      RunEvent event = entry.event();
      if (event instanceof RunEvent.InterviewStarted) {
        waitsForPeople = true;
      }
      if (event instanceof RunEvent.StageAttemptEnded || event instanceof RunEvent.Ended) {
        waitsForPeople = false;
      }
      if (event instanceof RunEvent.Ended && this == runs.peek()) {
        isOver = true; // of the run itself, which is the first that was listened to
      }
      if (isProgress(event)) {
        allowQuiet(event instanceof RunEvent.StageRetrySleep sleep ? sleep.delay() : Duration.ZERO);
      }
      other.happened(entry);
    }

    /** It has a limit of its own. */
    @Override
    public void preparing(SetupConfig setup) {
      allowQuiet(setup.limit());
      other.preparing(setup);
    }

    @Override
    public RunObserver inner(String name, RunId runId) {
      return listenBefore(other.inner(name, runId));
    }

    @Override
    public void compiled(SourceText source, List<Diagnostic> warnings) {
      other.compiled(source, warnings);
    }

    @Override
    public void preflight(PreflightReport report) {
      other.preflight(report);
    }

    @Override
    public void opened(Path location, Manifest manifest) {
      other.opened(location, manifest);
    }

    @Override
    public void warned(String message) {
      other.warned(message);
    }
  }
}
