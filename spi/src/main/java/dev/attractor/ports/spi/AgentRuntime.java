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

  /**
   * Notes in the journal of the run what a person should know of the work, in one line.
   *
   * @since 0.1
   */
  default void warn(String message) {}
}
