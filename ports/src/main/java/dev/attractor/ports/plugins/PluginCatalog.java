package dev.attractor.ports.plugins;

import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.CustomStageHandler;
import dev.attractor.ports.spi.RunListener;
import dev.attractor.ports.spi.graph.GraphRule;
import dev.attractor.ports.spi.graph.GraphTransform;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the loaded plugins add. Names are unique. */
@FunctionalInterface
public interface PluginCatalog {
  /** Returns all plugins in the order they were loaded, the built-in ones first. */
  List<Plugin> plugins();

  /** Returns all agent providers. */
  default List<AgentProvider> agentProviders() {
    return plugins().stream().flatMap(plugin -> plugin.agentProviders().stream()).toList();
  }

  /** Returns the provider of that name or alias. */
  default Optional<AgentProvider> agentProvider(String name) {
    return agentProviders().stream()
        .filter(provider -> provider.name().equals(name) || provider.aliases().contains(name))
        .findFirst();
  }

  /** Returns what executes stages of that type. */
  default Optional<CustomStageHandler> stageHandler(String type) {
    return stageHandlers().filter(handler -> handler.type().equals(type)).findFirst();
  }

  /** Returns what executes the types of stages that plugins add. */
  default Stream<CustomStageHandler> stageHandlers() {
    return plugins().stream().flatMap(plugin -> plugin.stageHandlers().stream());
  }

  /** Returns the rules that plugins add. */
  default List<GraphRule> lintRules() {
    return plugins().stream().flatMap(plugin -> plugin.lintRules().stream()).toList();
  }

  /** Returns the changes that plugins make to pipelines. */
  default List<GraphTransform> transforms() {
    return plugins().stream().flatMap(plugin -> plugin.transforms().stream()).toList();
  }

  /** Returns what plugins want to hear of runs. */
  default List<RunListener> runObservers() {
    return plugins().stream().flatMap(plugin -> plugin.runObservers().stream()).toList();
  }

  /** Returns the plugins that cannot be used. */
  default List<Plugin> broken() {
    return plugins().stream().filter(plugin -> plugin.trouble().isPresent()).toList();
  }
}
