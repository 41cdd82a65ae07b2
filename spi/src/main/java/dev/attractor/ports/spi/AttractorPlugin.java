package dev.attractor.ports.spi;

import dev.attractor.ports.spi.graph.GraphRule;
import dev.attractor.ports.spi.graph.GraphTransform;
import java.util.List;

/**
 * The entry point of a plugin, found by {@link java.util.ServiceLoader}. It grows by default
 * methods, never by new service files.
 *
 * @since 0.1
 */
public interface AttractorPlugin {
  /** The version of this SPI; a plugin returns the one it was compiled against. */
  int SPI_VERSION = 1;

  /** Returns the name people know the plugin by: {@code [a-z][a-z0-9_-]*}. */
  String name();

  /**
   * Returns {@link #SPI_VERSION} as the plugin was compiled with it. A plugin of another version is
   * not loaded.
   */
  int spiVersion();

  /** Returns the agent providers it adds. */
  default List<AgentProvider> agentProviders() {
    return List.of();
  }

  /** Returns what executes the types of stages it adds. */
  default List<CustomStageHandler> stageHandlers() {
    return List.of();
  }

  /** Returns the rules it adds to those every pipeline is held to. */
  default List<GraphRule> lintRules() {
    return List.of();
  }

  /** Returns the changes it makes to every pipeline, in this order. */
  default List<GraphTransform> transforms() {
    return List.of();
  }

  /** Returns what hears of the facts of every run. */
  default List<RunListener> runObservers() {
    return List.of();
  }
}
