package dev.attractor.ports.config;

import dev.attractor.ports.spi.ProviderSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run is to know of agents.
 *
 * @param profile whether the programs of agents may be replaced; by default not
 * @param shimsAllowed whether the person at the command line has let {@code test_shim} replace
 *     them; no file can say so, but a run that has begun was allowed to
 * @param defaultProvider who works on stages that name no provider; empty for the first that is
 *     installed when a run begins
 * @param providers settings by provider name; their variables may refer to those of Attractor's own
 *     environment as {@code ${NAME}}
 * @param failover who takes over from a provider, by provider name, in this order; by default
 *     nobody. Used only for failures that are {@code transient_infra} or {@code budget_exhausted}
 */
public record LlmConfig(
    CliProfile profile,
    boolean shimsAllowed,
    Optional<String> defaultProvider,
    Map<String, ProviderSettings> providers,
    Map<String, List<Substitute>> failover) {
  /** The real programs, and nobody to take over. */
  public static final LlmConfig DEFAULT =
      new LlmConfig(CliProfile.REAL, false, Optional.empty(), Map.of(), Map.of());

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  public LlmConfig {
    shimsAllowed = shimsAllowed && profile == CliProfile.TEST_SHIM;
    providers = Map.copyOf(providers);
    failover = Map.copyOf(failover);
  }

  /** Returns the same with this provider for stages that name none. */
  public LlmConfig withDefaultProvider(String name) {
    return new LlmConfig(profile, shimsAllowed, Optional.of(name), providers, failover);
  }

  /** Returns the same, where a test may replace the programs of agents. */
  public LlmConfig allowingShims() {
    return new LlmConfig(profile, true, defaultProvider, providers, failover);
  }

  /** Returns the settings of a provider as they are written. */
  public ProviderSettings provider(String name) {
    return providers.getOrDefault(name, ProviderSettings.NONE);
  }

  /** Returns the settings of a provider with {@code ${NAME}} in its variables replaced. */
  public ProviderSettings provider(String name, Map<String, String> host) {
    ProviderSettings written = provider(name);
    Map<String, String> variables = new LinkedHashMap<>();
    written
        .environment()
        .forEach((variable, value) ->
            variables.put(
                variable,
                REFERENCE
                    .matcher(value)
                    .replaceAll(
                        found -> Matcher.quoteReplacement(host.getOrDefault(found.group(1), "")))));
    return new ProviderSettings(written.executable(), variables, written.auth());
  }

  /** Returns the names that the variables of a provider refer to and the host does not have. */
  public List<String> missing(String name, Map<String, String> host) {
    return provider(name).environment().values().stream()
        .flatMap(value -> REFERENCE.matcher(value).results())
        .map(found -> found.group(1))
        .filter(variable -> !host.containsKey(variable))
        .distinct()
        .sorted()
        .toList();
  }

  /** Returns who takes over from a provider, in this order. */
  public List<Substitute> failover(String name) {
    return failover.getOrDefault(name, List.of());
  }

  /** Whether the programs of agents may be replaced. */
  public enum CliProfile {
    /** Only the programs that are meant run. */
    REAL("real"),
    /** Programs of a test play them. */
    TEST_SHIM("test_shim");

    private final String word;

    CliProfile(String word) {
      this.word = word;
    }

    /** Returns the word in a configuration. */
    public String word() {
      return word;
    }
  }

  /**
   * Another agent for a stage.
   *
   * @param provider a name or alias
   * @param model empty for the provider's own choice
   */
  public record Substitute(String provider, String model) {
    /** Reads {@code provider} or {@code provider/model}. */
    public static Substitute parse(String text) {
      int slash = text.indexOf('/');
      return slash < 0
          ? new Substitute(text, "")
          : new Substitute(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
      return model.isEmpty() ? provider : provider + "/" + model;
    }
  }
}
