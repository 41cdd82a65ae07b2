package dev.attractor.engine.preflight;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.engine.agent.LoneAgent;
import dev.attractor.ports.config.LlmConfig;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ScratchFolders;
import dev.attractor.ports.process.ScratchFolders.Scratch;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AgentResult;
import dev.attractor.ports.spi.Finding;
import jakarta.inject.Inject;
import java.time.Duration;

/** Has an agent answer one word before a run: the whole way to its model, for little money. */
public final class PromptProbe {
  private static final String PROMPT = "Answer with the one word: ready. Use no tools.";

  private final LoneAgent agent;
  private final ScratchFolders scratchFolders;

  @Inject
  PromptProbe(LoneAgent agent, ScratchFolders scratchFolders) {
    this.agent = agent;
    this.scratchFolders = scratchFolders;
  }

  /**
   * Asks an agent. Trouble that may be over when the run comes to the agent is only a warning.
   *
   * @param model empty for the agent's own choice
   */
  public Finding ask(
      AgentProvider provider,
      String model,
      LlmConfig config,
      Duration limit,
      Cancellation cancellation) {
    String who = model.isEmpty() ? provider.name() : provider.name() + "/" + model;
    AgentResult result;
    try (Scratch scratch = scratchFolders.make()) {
      result =
          agent.ask(
              provider,
              new LoneAgent.Question("preflight", 1, PROMPT, model, scratch.path(), limit),
              config,
              cancellation);
    }
    return result
        .failure()
        .map(failure -> failed(who, failure))
        .orElseGet(() -> Finding.pass("prompt_probe", who + " answers"));
  }

  private static Finding failed(String who, Failure failure) {
    String message = "%s does not answer: %s".formatted(who, failure.reason());
    return failure.failureClass() == FailureClass.TRANSIENT_INFRA
        ? Finding.warn("prompt_probe", message, "it may heal by itself; else look at the provider")
        : Finding.fail("prompt_probe", message, "see that key, model and credit are right");
  }
}
