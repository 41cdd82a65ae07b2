package dev.attractor.engine.stage;

import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.stage.StageRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Tells from time to time that a stage is still at work, and how much its program prints. */
final class Heartbeat implements AutoCloseable {
  private static final Duration USUAL = Duration.ofMinutes(1);
  private static final int BEATS_BEFORE_A_STALL = 3;

  private final Cancellation ended = new Cancellation();
  private final AtomicLong lines = new AtomicLong();
  private final Thread thread;

  /** Beats every minute, and more often where silence would be taken for a stall. */
  static Heartbeat of(StageRequest request) {
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
    this.thread =
        Thread.ofVirtual()
            .start(() -> {
              for (long beat = 1; !ended.await(interval); beat++) {
                notes.accept(
                    new RunEvent.StageHeartbeat(
                        attempt, interval.multipliedBy(beat), lines.getAndSet(0)));
              }
            });
  }

  /** The program has printed a line. */
  void line() {
    lines.incrementAndGet();
  }

  /** Returns a listener that counts lines and passes them on. */
  ProcessListener hearing(ProcessListener other) {
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
      public boolean enough() {
        return other.enough();
      }
    };
  }

  /** When this returns, it tells nothing more. */
  @Override
  public void close() {
    ended.request();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
