package dev.attractor.domain.parallel;

import dev.attractor.domain.agent.AgentSession;
import dev.attractor.domain.agent.Usage;
import java.util.Optional;

/**
 * What a join has of its agent once the agent has decided.
 *
 * @param used by all that it was asked in this attempt
 * @param session the one it worked in, if later stages can go on with it
 */
public record AgentWork(Usage used, Optional<AgentSession> session) {
  /** No agent was asked. */
  public static final AgentWork NONE = new AgentWork(Usage.NONE, Optional.empty());
}
