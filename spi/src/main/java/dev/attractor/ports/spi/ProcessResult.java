package dev.attractor.ports.spi;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * How a program ended.
 *
 * @param end how
 * @param startedAt when it was started
 * @param endedAt when nothing of it was left
 * @since 0.1
 */
public record ProcessResult(End end, Instant startedAt, Instant endedAt) {
  public ProcessResult {
    requireNonNull(end, "end is null");
    requireNonNull(startedAt, "startedAt is null");
    requireNonNull(endedAt, "endedAt is null");
  }

  /** How a program ended. */
  public sealed interface End {}

  /**
   * It ended by itself.
   *
   * @param code its exit code; 128 + n when signal n ended it
   */
  public record Exited(int code) implements End {}

  /** It was ended. */
  public record Stopped(Reason reason) implements End {}

  /** It could not be started. */
  public record NotStarted(String why) implements End {}

  /** Why a program was ended. */
  public enum Reason {
    TIMEOUT,
    IDLE,
    CANCELED,
    /** The listener had heard enough. */
    ENOUGH
  }

  /** Returns how long it ran. */
  public Duration duration() {
    return Duration.between(startedAt, endedAt);
  }

  /** Returns whether it ended by itself with exit code 0. */
  public boolean succeeded() {
    return end instanceof Exited(int code) && code == 0;
  }
}
