package dev.attractor.ports.config;

import dev.attractor.domain.secret.SecretNames;
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
 * @param setup what prepares its files
 * @param people what is answered without asking anybody
 * @param variables values of {@code $name} in prompts
 * @param promptProbe how long each agent may take to answer a word before the run; by default none
 *     is asked
 * @param catalog where the catalog of models comes from
 * @param cxdb the section {@code cxdb} as JSON; kept for versions that use it
 * @param secrets which variables hold secrets
 */
public record RunConfig(
    Optional<Path> repository,
    GitConfig git,
    LlmConfig llm,
    RunLimits limits,
    SetupConfig setup,
    PeopleConfig people,
    Map<String, String> variables,
    Optional<Duration> promptProbe,
    CatalogConfig catalog,
    Optional<String> cxdb,
    SecretNames secrets) {
  /** Everything by default. */
  public static final RunConfig DEFAULT =
      new RunConfig(
          Optional.empty(),
          GitConfig.DEFAULT,
          LlmConfig.DEFAULT,
          RunLimits.NONE,
          SetupConfig.DEFAULT,
          PeopleConfig.DEFAULT,
          Map.of(),
          Optional.empty(),
          CatalogConfig.DEFAULT,
          Optional.empty(),
          SecretNames.USUAL);

  public RunConfig {
    variables = Map.copyOf(variables);
  }

  /** Returns the same with this for agents. */
  public RunConfig with(LlmConfig other) {
    return new RunConfig(
        repository,
        git,
        other,
        limits,
        setup,
        people,
        variables,
        promptProbe,
        catalog,
        cxdb,
        secrets);
  }

  /** Returns the same with these variables and this way of answering questions. */
  public RunConfig with(Map<String, String> otherVariables, PeopleConfig otherPeople) {
    return new RunConfig(
        repository,
        git,
        llm,
        limits,
        setup,
        otherPeople,
        otherVariables,
        promptProbe,
        catalog,
        cxdb,
        secrets);
  }
}
