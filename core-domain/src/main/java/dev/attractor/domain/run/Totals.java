package dev.attractor.domain.run;

import dev.attractor.domain.agent.Usage;
import java.time.Duration;

/**
 * What a run has used up so far.
 *
 * @param stages finished visits
 * @param attempts ended attempts
 * @param usage of all agents
 * @param working the handlers' time, added up
 */
public record Totals(int stages, int attempts, Usage usage, Duration working) {
  /** Nothing yet. */
  public static final Totals NONE = new Totals(0, 0, Usage.NONE, Duration.ZERO);

  Totals plusAttempt(Usage used, Duration took) {
    return new Totals(stages, attempts + 1, usage.plus(used), working.plus(took));
  }

  Totals plus(Totals other) {
    return new Totals(
        stages + other.stages,
        attempts + other.attempts,
        usage.plus(other.usage),
        working.plus(other.working));
  }

  Totals plus(Usage used) {
    return new Totals(stages, attempts, usage.plus(used), working);
  }

  Totals plusStage() {
    return new Totals(stages + 1, attempts, usage, working);
  }
}
