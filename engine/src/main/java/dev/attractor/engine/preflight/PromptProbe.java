package dev.attractor.engine.preflight;

import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.engine.plugins.PluginWork;
import dev.attractor.engine.stage.BoundRuntime;
import dev.attractor.engine.stage.StageEnvironment;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.config.LlmConfig;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.process.ScratchFolders;
import dev.attractor.ports.process.ScratchFolders.Scratch;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AgentResult;
import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.Finding;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Has an agent answer one word before a run: the whole way to its model, for little money. */
public final class PromptProbe {
  private static final String PROMPT = "Answer with the one word: ready. Use no tools.";

  private final ProcessSupervisor processes;
  private final ScratchFolders scratchFolders;
  private final StageEnvironment environment;
  private final HostEnvironment host;

  @Inject
  PromptProbe(
      ProcessSupervisor processes,
      ScratchFolders scratchFolders,
      StageEnvironment environment,
      HostEnvironment host) {
    this.processes = processes;
    this.scratchFolders = scratchFolders;
    this.environment = environment;
    this.host = host;
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
    Cancellation probe = new Cancellation();
    try (Scratch scratch = scratchFolders.make();
        Cancellation.Registration _ = cancellation.onRequest(probe::request)) {
      AgentTask task = task(provider, model, config, limit, scratch.path());
      result =
          new PluginWork("the provider " + provider.name(), task.timeout(), probe, _ -> {})
              .result(() -> provider.run(task, runtime(probe)), AgentResult::failed);
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

  private BoundRuntime runtime(Cancellation cancellation) {
    return new BoundRuntime(
        processes, cancellation, Optional.empty(), host.variables(), _ -> {}, (_, _) -> {});
  }

  private AgentTask task(
      AgentProvider provider, String model, LlmConfig config, Duration limit, Path folder) {
    return new AgentTask(
        "preflight",
        1,
        1,
        PROMPT,
        model.isEmpty() ? provider.defaultModel() : model,
        "",
        Map.of(),
        folder,
        folder,
        folder,
        folder.resolve(RunLayout.STATUS),
        environment.forAgent(),
        Optional.empty(),
        Optional.of(limit),
        Optional.empty(),
        config.provider(provider.name(), host.variables()));
  }
}
