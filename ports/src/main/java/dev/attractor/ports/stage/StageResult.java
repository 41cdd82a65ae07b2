package dev.attractor.ports.stage;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Outcome;

/** What came of an attempt, and what its agent used. */
public record StageResult(Outcome outcome, Usage usage) {
  /** Returns the result of a stage without an agent. */
  public static StageResult of(Outcome outcome) {
    return new StageResult(outcome, Usage.NONE);
  }
}
