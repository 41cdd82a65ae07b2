package dev.attractor.ports.time;

import java.time.Duration;

/**
 * Measures limits within one process. A wall clock is put forward and back, and stands hours later
 * when a machine wakes up; neither may end what has waited for a minute.
 */
@FunctionalInterface
public interface MonotonicClock {
  /** Returns the time since some moment that stays the same; it never goes back. */
  Duration now();

  /** Returns how long ago this was. */
  default Duration since(Duration begin) {
    return now().minus(begin);
  }
}
