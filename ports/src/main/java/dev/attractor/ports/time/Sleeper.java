package dev.attractor.ports.time;

import dev.attractor.ports.process.Cancellation;
import java.time.Duration;

/** Makes pauses. */
@FunctionalInterface
public interface Sleeper {
  /** Waits, but not longer than until the cancellation is requested. */
  void sleep(Duration pause, Cancellation cancellation);
}
