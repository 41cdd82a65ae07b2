package dev.attractor.ports.spi;

import java.util.Map;
import java.util.Optional;

/**
 * What the run configuration says about a provider ({@code llm.providers.<name>}).
 *
 * @param executable another program than the usual one
 * @param environment variables to add to those of the agent
 * @param auth what it may prove itself with
 * @since 0.1
 */
public record ProviderSettings(
    Optional<String> executable, Map<String, String> environment, Auth auth) {
  /** Nothing said. */
  public static final ProviderSettings NONE =
      new ProviderSettings(Optional.empty(), Map.of(), Auth.ANY);

  /** What a provider may prove itself with. */
  public enum Auth {
    /** A key if there is one, else a login. */
    ANY,
    /** The login, even if there is a key. */
    LOGIN
  }

  public ProviderSettings {
    environment = Map.copyOf(environment);
  }
}
