package dev.attractor.ports.stage;

import dev.attractor.domain.agent.AgentSession;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Outcome;
import java.util.Optional;

/**
 * What came of an attempt.
 *
 * @param usage what its agent used
 * @param session the session its agent worked in, if later stages can go on with it
 */
public record StageResult(Outcome outcome, Usage usage, Optional<AgentSession> session) {
  /** Returns the result of a stage without an agent. */
  public static StageResult of(Outcome outcome) {
    return new StageResult(outcome, Usage.NONE, Optional.empty());
  }
}
