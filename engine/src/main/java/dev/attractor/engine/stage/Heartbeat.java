package dev.attractor.engine.stage;

import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.stage.StageRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Tells from time to time that a stage is still at work, and how much its program prints. */
public final class Heartbeat implements AutoCloseable {
  private static final Duration USUAL = Duration.ofMinutes(1);
  private static final int BEATS_BEFORE_A_STALL = 3;

  private final AtomicLong lines = new AtomicLong();
  private final AtomicLong beats = new AtomicLong();
  private final Ticker ticker;

  /** Beats every minute, and more often where silence would be taken for a stall. */
  public static Heartbeat of(StageRequest request) {
    Duration interval =
        request
            .config()
            .limits()
            .stall()
            .map(stall -> stall.dividedBy(BEATS_BEFORE_A_STALL))
            .filter(beat -> beat.compareTo(USUAL) < 0)
            .orElse(USUAL);
    return new Heartbeat(request.attempt(), interval, request.notes());
  }

  Heartbeat(Attempt attempt, Duration interval, Consumer<RunEvent.Observation> notes) {
    this.ticker =
        new Ticker(
            "heartbeat",
            interval,
            () ->
                tell(
                    notes,
                    new RunEvent.StageHeartbeat(
                        attempt,
                        interval.multipliedBy(beats.incrementAndGet()),
                        lines.getAndSet(0))));
  }

  /** No stage is lost for a beat: where the disk is full, the end of the stage will say so. */
  private static void tell(Consumer<RunEvent.Observation> notes, RunEvent.Observation beat) {
    try {
      notes.accept(beat);
    } catch (AttractorException e) {
      System.getLogger(Heartbeat.class.getName())
          .log(System.Logger.Level.DEBUG, "a heartbeat was not written down", e);
    }
  }

  /** The program has printed a line. */
  public void line() {
    lines.incrementAndGet();
  }

  /** Returns a listener that counts lines and passes them on. */
  public ProcessListener hearing(ProcessListener other) {
    return new ProcessListener() {
      @Override
      public void stdout(String line) {
        line();
        other.stdout(line);
      }

      @Override
      public void stderr(String line) {
        line();
        other.stderr(line);
      }

      @Override
      public void caughtUp() {
        other.caughtUp();
      }

      @Override
      public boolean enough() {
        return other.enough();
      }
    };
  }

  /** When this returns, it tells nothing more. */
  @Override
  public void close() {
    ticker.close();
  }
}
