package dev.attractor.ports.plugins;

import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.CustomStageHandler;
import dev.attractor.ports.spi.RunListener;
import dev.attractor.ports.spi.graph.GraphRule;
import dev.attractor.ports.spi.graph.GraphTransform;
import java.util.List;
import java.util.Optional;

/**
 * A plugin that was found.
 *
 * @param name as it calls itself; the name of its place when it could not say
 * @param origin where it was found, for people
 * @param trouble why it cannot be used; it then adds nothing
 */
public record Plugin(
    String name,
    String origin,
    Optional<String> trouble,
    List<AgentProvider> agentProviders,
    List<CustomStageHandler> stageHandlers,
    List<GraphRule> lintRules,
    List<GraphTransform> transforms,
    List<RunListener> runObservers) {
  public Plugin {
    agentProviders = List.copyOf(agentProviders);
    stageHandlers = List.copyOf(stageHandlers);
    lintRules = List.copyOf(lintRules);
    transforms = List.copyOf(transforms);
    runObservers = List.copyOf(runObservers);
  }

  /** Returns a plugin that cannot be used. */
  public static Plugin broken(String name, String origin, String trouble) {
    return new Plugin(
        name, origin, Optional.of(trouble), List.of(), List.of(), List.of(), List.of(), List.of());
  }
}
