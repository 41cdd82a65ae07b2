package dev.attractor.ports.spi;

import java.util.Map;
import java.util.Optional;

/**
 * What the run configuration says about a provider ({@code llm.providers.<name>}).
 *
 * @param executable another program than the usual one
 * @param environment variables to add to those of the agent
 * @since 0.1
 */
public record ProviderSettings(Optional<String> executable, Map<String, String> environment) {
  /** Nothing said. */
  public static final ProviderSettings NONE = new ProviderSettings(Optional.empty(), Map.of());

  public ProviderSettings {
    environment = Map.copyOf(environment);
  }
}
