package dev.attractor.ports.plugins;

import dev.attractor.ports.spi.AgentProvider;
import java.util.List;
import java.util.Optional;

/** What the loaded plugins add. Names are unique. */
public interface PluginCatalog {
  /** Returns all agent providers, built-in ones first. */
  List<AgentProvider> agentProviders();

  /** Returns the provider of that name or alias. */
  default Optional<AgentProvider> agentProvider(String name) {
    return agentProviders().stream()
        .filter(provider -> provider.name().equals(name) || provider.aliases().contains(name))
        .findFirst();
  }
}
