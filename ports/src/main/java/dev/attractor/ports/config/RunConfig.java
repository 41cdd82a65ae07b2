package dev.attractor.ports.config;

import dev.attractor.ports.spi.ProviderSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a run is configured with; absent values mean the defaults named here.
 *
 * @param repository the repository to work on; by default the one around the current folder
 * @param requireClean whether a dirty work tree is refused; by default true
 * @param runBranchPrefix of run branches; by default {@code attractor/run}
 * @param providers settings by provider name
 * @param stageTimeout for stages that name none; by default none
 * @param variables values of {@code $name} in prompts
 * @param autoApprove whether questions to people are answered with the first choice
 * @param modelCatalog where to fetch the model catalog at the start of a run; by default nowhere
 */
public record RunConfig(
    Optional<Path> repository,
    boolean requireClean,
    String runBranchPrefix,
    Map<String, ProviderSettings> providers,
    Optional<Duration> stageTimeout,
    Map<String, String> variables,
    boolean autoApprove,
    Optional<URI> modelCatalog) {
  /** Everything by default. */
  public static final RunConfig DEFAULT =
      new RunConfig(
          Optional.empty(),
          true,
          "attractor/run",
          Map.of(),
          Optional.empty(),
          Map.of(),
          false,
          Optional.empty());

  public RunConfig {
    providers = Map.copyOf(providers);
    variables = Map.copyOf(variables);
  }

  /** Returns the settings of a provider. */
  public ProviderSettings provider(String name) {
    return providers.getOrDefault(name, ProviderSettings.NONE);
  }

  /** Returns the same with these variables and this way of answering questions. */
  public RunConfig with(Map<String, String> moreVariables, boolean approve) {
    return new RunConfig(
        repository,
        requireClean,
        runBranchPrefix,
        providers,
        stageTimeout,
        moreVariables,
        approve,
        modelCatalog);
  }
}
