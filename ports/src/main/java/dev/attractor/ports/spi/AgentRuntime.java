package dev.attractor.ports.spi;

import dev.attractor.domain.agent.AgentEvent;
import java.util.Map;

/**
 * What a provider may use while it works.
 *
 * @since 0.1
 */
public interface AgentRuntime {
  /** Returns the only way to start programs; they end when the stage is canceled. */
  ProcessRunner processes();

  /** Tells what the agent does, as it happens. */
  void emit(AgentEvent event);

  /** Keeps a line of the program's raw output with the artifacts of the stage. */
  void keepOutput(Stream stream, String line);

  /** Returns the environment of Attractor itself. */
  Map<String, String> hostEnvironment();

  /** Which output. */
  enum Stream {
    STDOUT,
    STDERR
  }
}
