package dev.attractor.engine.agent;

import dev.attractor.domain.layout.RunLayout;
import dev.attractor.engine.plugins.PluginWork;
import dev.attractor.engine.stage.BoundRuntime;
import dev.attractor.engine.stage.StageEnvironment;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.config.LlmConfig;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AgentResult;
import dev.attractor.ports.spi.AgentTask;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Has an agent work on one prompt that belongs to no run. */
public final class LoneAgent {
  private final ProcessSupervisor processes;
  private final StageEnvironment environment;
  private final HostEnvironment host;

  @Inject
  LoneAgent(ProcessSupervisor processes, StageEnvironment environment, HostEnvironment host) {
    this.processes = processes;
    this.environment = environment;
    this.host = host;
  }

  /**
   * What is asked.
   *
   * @param name stands where stages have their node's
   * @param number how often this has been asked, from 1
   * @param model empty for the agent's own choice
   * @param folder where the agent works, and what it keeps for itself goes
   * @param limit after which it is ended
   */
  public record Question(
      String name, int number, String prompt, String model, Path folder, Duration limit) {}

  /** Asks, and returns what came of it when nothing of the agent's is running any more. */
  public AgentResult ask(
      AgentProvider provider, Question question, LlmConfig config, Cancellation cancellation) {
    AgentTask task = task(provider, question, config);
    Cancellation own = new Cancellation();
    try (Cancellation.Registration _ = cancellation.onRequest(own::request)) {
      return new PluginWork("the provider " + provider.name(), task.timeout(), own, _ -> {})
          .result(() -> provider.run(task, runtime(own)), AgentResult::failed);
    }
  }

  private BoundRuntime runtime(Cancellation cancellation) {
    return new BoundRuntime(
        processes,
        cancellation,
        Optional.empty(),
        host.variables(),
        _ -> {},
        (_, _) -> {},
        _ -> {});
  }

  private AgentTask task(AgentProvider provider, Question question, LlmConfig config) {
    return new AgentTask(
        question.name,
        1,
        question.number,
        question.prompt,
        question.model.isEmpty() ? provider.defaultModel() : question.model,
        "",
        Map.of(),
        question.folder,
        question.folder,
        question.folder,
        question.folder.resolve(RunLayout.STATUS),
        environment.forAgent(),
        Optional.empty(),
        Optional.of(question.limit),
        Optional.empty(),
        config.provider(provider.name(), host.variables()));
  }
}
