package dev.attractor.ports.config;

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
 * @param llm what the run is to know of agents
 * @param limits how long things may take
 * @param variables values of {@code $name} in prompts
 * @param autoApprove whether questions to people are answered with the first choice
 * @param promptProbe how long each agent may take to answer a word before the run; by default none
 *     is asked
 * @param modelCatalog where to fetch the model catalog at the start of a run; by default nowhere
 */
public record RunConfig(
    Optional<Path> repository,
    boolean requireClean,
    String runBranchPrefix,
    LlmConfig llm,
    RunLimits limits,
    Map<String, String> variables,
    boolean autoApprove,
    Optional<Duration> promptProbe,
    Optional<URI> modelCatalog) {
  /** Everything by default. */
  public static final RunConfig DEFAULT =
      new RunConfig(
          Optional.empty(),
          true,
          "attractor/run",
          LlmConfig.DEFAULT,
          RunLimits.NONE,
          Map.of(),
          false,
          Optional.empty(),
          Optional.empty());

  public RunConfig {
    variables = Map.copyOf(variables);
  }

  /** Returns the same with these variables and this way of answering questions. */
  public RunConfig with(Map<String, String> moreVariables, boolean approve) {
    return new RunConfig(
        repository,
        requireClean,
        runBranchPrefix,
        llm,
        limits,
        moreVariables,
        approve,
        promptProbe,
        modelCatalog);
  }
}
