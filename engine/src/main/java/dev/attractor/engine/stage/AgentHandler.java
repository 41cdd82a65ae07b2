package dev.attractor.engine.stage;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.agent.AgentSession;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.prompt.Preamble;
import dev.attractor.domain.prompt.Variables;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.runfolder.StageFolder;
import dev.attractor.ports.runfolder.StageFolder.LineLog;
import dev.attractor.ports.runfolder.StatusWatch;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AgentResult;
import dev.attractor.ports.spi.AgentRuntime;
import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.Invocation;
import dev.attractor.ports.stage.StageHandler;
import dev.attractor.ports.stage.StageRequest;
import dev.attractor.ports.stage.StageResult;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Has a coding agent work on a prompt, through its provider. */
public final class AgentHandler implements StageHandler {
  private final PluginCatalog plugins;
  private final ProcessSupervisor processes;
  private final StageEnvironment environment;
  private final HostEnvironment host;

  @Inject
  AgentHandler(
      PluginCatalog plugins,
      ProcessSupervisor processes,
      StageEnvironment environment,
      HostEnvironment host) {
    this.plugins = plugins;
    this.processes = processes;
    this.environment = environment;
    this.host = host;
  }

  @Override
  public NodeKind kind() {
    return NodeKind.AGENT;
  }

  @Override
  public StageResult execute(StageRequest request) {
    return execute(request, "");
  }

  /**
   * Executes a stage whose prompt is followed by a text of the engine's.
   *
   * @param briefing may be empty
   */
  StageResult execute(StageRequest request, String briefing) {
    AgentChoice choice = AgentChoice.of(request.pipeline().graph(), request.node());
    Optional<AgentProvider> provider = plugins.agentProvider(choice.provider());
    if (provider.isEmpty()) {
      return StageResult.of(
          Outcome.fail(
              FailureClass.DETERMINISTIC,
              "there is no agent provider '%s'".formatted(choice.provider())));
    }
    Continuation thread = Continuation.of(request);
    AgentTask task = task(request, provider.get(), choice, thread, briefing);
    StatusWatch status = request.folder().watchStatus(request.worktree());
    AgentResult result = work(provider.get(), task, request);
    writeArtifacts(request.folder(), provider.get(), task, result);
    Outcome outcome =
        outcome(request, result, status.read())
            .withContext(Map.of("last_response", result.response()));
    return new StageResult(
        outcome,
        result.usage(),
        result.session().map(id -> new AgentSession(thread.key().text(), id)));
  }

  private AgentTask task(
      StageRequest request,
      AgentProvider provider,
      AgentChoice choice,
      Continuation thread,
      String briefing) {
    StageFolder folder = request.folder();
    String preamble = Preamble.of(thread.fidelity(), facts(request));
    Map<String, String> variables = new LinkedHashMap<>(request.config().variables());
    variables.put("goal", request.pipeline().graph().goal());
    String own = request.node().attributes().text("prompt");
    String prompt =
        preamble
            + "\n## Your task\n"
            + Variables.expand(own.isBlank() ? request.node().label() : own, variables)
            + "\n"
            + briefing;
    folder.write("preamble.md", preamble);
    folder.write("prompt.md", prompt);
    return new AgentTask(
        request.node().id(),
        request.attempt().visit(),
        request.attempt().number(),
        prompt,
        choice.model().isEmpty() ? provider.defaultModel() : choice.model(),
        request.node().attributes().text("reasoning_effort"),
        request.node().attributes().values(),
        request.worktree(),
        folder.path().resolve("scratch"),
        folder.agentHome(provider.name()),
        folder.statusPath(),
        environment.forAgent(request),
        thread.session(),
        StageTimeout.of(request),
        StageTimeout.ofSilence(request),
        request.config().provider(provider.name()));
  }

  private static Preamble.Facts facts(StageRequest request) {
    return new Preamble.Facts(
        request.node().id(),
        request.runId(),
        request.pipeline().graph().goal(),
        request.worktree().toString(),
        request.folder().statusPath().toString(),
        request.state().past().stream()
            .map(step -> new Preamble.Past(step.nodeId(), step.status(), step.detail()))
            .toList(),
        request.state().context());
  }

  private AgentResult work(AgentProvider provider, AgentTask task, StageRequest request) {
    try (LineLog stdout = request.folder().log("stdout.log");
        LineLog stderr = request.folder().log("stderr.log");
        LineLog events = request.folder().log("events.ndjson")) {
      AgentRuntime runtime =
          new BoundRuntime(
              processes,
              request.cancellation(),
              Optional.of(request.folder().processRecord()),
              host.variables(),
              event -> events.line(request.folder().toJsonLine(fields(event))),
              (stream, line) -> {
                switch (stream) {
                  case STDOUT -> stdout.line(line);
                  case STDERR -> stderr.line(line);
                }
              });
      return PluginDefect.guarded(
          "the provider " + provider.name(),
          () -> provider.run(task, runtime),
          AgentResult::failed);
    }
  }

  private static Map<String, Object> fields(AgentEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", event.type());
    switch (event) {
      case AgentEvent.SessionStarted(String session, String model) -> {
        fields.put("session_id", session);
        fields.put("model", model);
      }
      case AgentEvent.Text(String text) -> fields.put("text", text);
      case AgentEvent.ToolCall(String id, String tool, String input) -> {
        fields.put("id", id);
        fields.put("tool", tool);
        fields.put("input", input);
      }
      case AgentEvent.ToolResult(String id, String output, boolean failed) -> {
        fields.put("id", id);
        fields.put("output", output);
        fields.put("failed", failed);
      }
      case AgentEvent.RetryNotice(int attempt, int status, String error) -> {
        fields.put("attempt", attempt);
        fields.put("http_status", status);
        fields.put("error", error);
      }
      case AgentEvent.Failed(int status, String message) -> {
        fields.put("http_status", status);
        fields.put("message", message);
      }
      case AgentEvent.Result(boolean failed, String text, var usage) -> {
        fields.put("failed", failed);
        fields.put("text", text);
        fields.put("input_tokens", usage.inputTokens());
        fields.put("output_tokens", usage.outputTokens());
        fields.put("cost_usd", usage.costUsd());
      }
    }
    return fields;
  }

  private static void writeArtifacts(
      StageFolder folder, AgentProvider provider, AgentTask task, AgentResult result) {
    folder.write("response.md", result.response());
    result
        .invocation()
        .ifPresent(invocation ->
            folder.writeJson(
                "cli_invocation.json", invocation(provider, task, invocation, result)));
  }

  private static Map<String, Object> invocation(
      AgentProvider provider, AgentTask task, Invocation invocation, AgentResult result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("provider", provider.name());
    fields.put("model", task.model());
    fields.put("executable", invocation.executable());
    fields.put("argv", invocation.argv());
    fields.put("working_dir", task.directory().toString());
    fields.put("prompt_mode", invocation.promptMode());
    fields.put("env_names", invocation.envNames());
    fields.putAll(ProcessFields.of(invocation.result()));
    fields.put("session_id", result.session().orElse(""));
    Map<String, Object> usage = new LinkedHashMap<>();
    usage.put("input_tokens", result.usage().inputTokens());
    usage.put("output_tokens", result.usage().outputTokens());
    fields.put("usage", usage);
    fields.put("cost_usd", result.usage().costUsd());
    return fields;
  }

  /** The rules of SEMANTICS §3 for agent stages. */
  private static Outcome outcome(
      StageRequest request, AgentResult result, StatusWatch.Reading status) {
    Optional<Failure> failure = result.failure();
    if (failure.isPresent()) {
      return Outcome.fail(failure.get());
    }
    return switch (status) {
      case StatusWatch.Malformed malformed -> StatusContract.malformed(malformed);
      case StatusWatch.Found(String _, var report) -> report.toOutcome();
      case StatusWatch.Missing _ ->
          result.confirmed() || request.node().attributes().flag("auto_status", false)
              ? Outcome.success()
              : StatusContract.missing();
    };
  }
}
