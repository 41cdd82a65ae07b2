package dev.attractor.ports.spi;

import dev.attractor.domain.agent.AgentEvent;

/**
 * What a provider may use while it works.
 *
 * @since 0.1
 */
public interface AgentRuntime extends StageRuntime {
  /** Tells what the agent does, as it happens. */
  void emit(AgentEvent event);
}
