package dev.attractor.ports.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a run is configured with; absent values mean the defaults named here.
 *
 * @param repository the repository to work on; by default the one around the current folder
 * @param git how it is treated
 * @param llm what the run is to know of agents
 * @param limits how long things may take
 * @param variables values of {@code $name} in prompts
 * @param autoApprove whether questions to people are answered with the first choice
 * @param promptProbe how long each agent may take to answer a word before the run; by default none
 *     is asked
 * @param catalog where the catalog of models comes from
 */
public record RunConfig(
    Optional<Path> repository,
    GitConfig git,
    LlmConfig llm,
    RunLimits limits,
    Map<String, String> variables,
    boolean autoApprove,
    Optional<Duration> promptProbe,
    CatalogConfig catalog) {
  /** Everything by default. */
  public static final RunConfig DEFAULT =
      new RunConfig(
          Optional.empty(),
          GitConfig.DEFAULT,
          LlmConfig.DEFAULT,
          RunLimits.NONE,
          Map.of(),
          false,
          Optional.empty(),
          CatalogConfig.DEFAULT);

  public RunConfig {
    variables = Map.copyOf(variables);
  }

  /** Returns the same with these variables and this way of answering questions. */
  public RunConfig with(Map<String, String> moreVariables, boolean approve) {
    return new RunConfig(
        repository, git, llm, limits, moreVariables, approve, promptProbe, catalog);
  }
}
