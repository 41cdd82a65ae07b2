package dev.attractor.engine.preflight;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.engine.agent.AgentChoice;
import dev.attractor.ports.config.LlmConfig;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.usecase.RunObserver;
import jakarta.inject.Inject;

/**
 * Chooses who works on the stages that name nobody: once, when a run begins. The run keeps the
 * choice, so that nothing that is installed later changes it.
 */
final class DefaultProvider {
  private final AgentChecks checks;

  @Inject
  DefaultProvider(AgentChecks checks) {
    this.checks = checks;
  }

  /**
   * Returns the configuration with the first provider that is installed. If it is not the first of
   * all, somebody is told.
   */
  RunConfig complete(
      RunConfig config, ValidPipeline pipeline, RunObserver observer, Cancellation cancellation) {
    boolean isNeeded =
        Preflight.graphs(pipeline)
            .anyMatch(graph ->
                graph.nodes().stream()
                    .filter(Node::asksAgent)
                    .anyMatch(node -> AgentChoice.namesNobody(graph, node)));
    return isNeeded ? complete(config, observer, cancellation) : config;
  }

  /** The same where it is known that somebody has to be chosen. */
  RunConfig complete(RunConfig config, RunObserver observer, Cancellation cancellation) {
    LlmConfig llm = config.llm();
    if (llm.defaultProvider().isPresent()) {
      return config;
    }
    String first = AgentChoice.USUAL.getFirst();
    String chosen =
        AgentChoice.USUAL.stream()
            .filter(name -> checks.isInstalled(name, config, cancellation))
            .findFirst()
            .orElse(first); // preflight tells how to install it
    if (!chosen.equals(first)) {
      observer.warned(
          "%s works on the stages that name no provider: %s is not installed; set"
                  .formatted(chosen, first)
              + " llm.default_provider to choose another one");
    }
    return config.with(llm.withDefaultProvider(chosen));
  }
}
