package dev.attractor.fs.file;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.agent.Usage;
import dev.attractor.ports.runfolder.StageInvocation;
import dev.attractor.ports.spi.Invocation;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What programs of a stage did, as JSON; secrets are still in it (SEMANTICS §10). */
public final class StageJson {
  /** An exit code of this and n says that signal n ended the program. */
  private static final int SIGNALED = 128;

  private static final int MOST_SIGNALS = 64;

  private StageJson() {}

  /** Returns {@code cli_invocation.json} or {@code tool_invocation.json}. */
  public static ObjectNode of(StageInvocation stage) {
    ObjectNode json = Json.FILE.createObjectNode();
    switch (stage) {
      case StageInvocation.OfAgent agent -> {
        Invocation program = agent.invocation();
        json.put("provider", agent.provider());
        json.put("model", agent.model());
        json.put("executable", program.executable());
        array(json, "argv", program.argv());
        json.put("working_dir", agent.directory().toString());
        json.put("prompt_mode", program.promptMode());
        array(json, "env_names", program.envNames());
        end(json, program.result());
        json.put("session_id", agent.session());
        tokens(json.putObject("usage"), agent.usage());
        json.put("cost_usd", agent.usage().costUsd());
      }
      case StageInvocation.OfTool(ProcessSpec program, ProcessResult result) -> {
        array(json, "argv", program.argv());
        json.put("working_dir", program.directory().toString());
        json.put("timeout_ms", program.timeout().map(Duration::toMillis).orElse(0L));
        array(json, "env_names", program.environment().keySet().stream().sorted().toList());
        end(json, result);
      }
    }
    return json;
  }

  private static void end(ObjectNode json, ProcessResult result) {
    json.put("started_at", result.startedAt().toString());
    json.put("ended_at", result.endedAt().toString());
    json.put("duration_ms", result.duration().toMillis());
    json.putNull("exit_code");
    json.putNull("signal");
    switch (result.end()) {
      case ProcessResult.Exited(int code) -> {
        json.put("exit_code", code);
        signal(code).ifPresent(number -> json.put("signal", number));
      }
      case ProcessResult.Stopped(ProcessResult.Reason reason) ->
          json.put("ended_by_attractor", reason.name().toLowerCase(Locale.ROOT));
      case ProcessResult.NotStarted(String why) -> json.put("not_started", why);
    }
  }

  private static Optional<Integer> signal(int code) {
    return Optional.of(code - SIGNALED).filter(number -> number > 0 && number <= MOST_SIGNALS);
  }

  private static void tokens(ObjectNode json, Usage usage) {
    json.put("input_tokens", usage.inputTokens());
    json.put("cached_input_tokens", usage.cachedInputTokens());
    json.put("output_tokens", usage.outputTokens());
  }

  private static void array(ObjectNode json, String name, List<String> values) {
    values.forEach(json.putArray(name)::add);
  }

  /** Returns a line of {@code events.ndjson}. */
  public static ObjectNode of(AgentEvent event) {
    ObjectNode json = Json.LINE.createObjectNode();
    json.put("type", event.type());
    switch (event) {
      case AgentEvent.SessionStarted(String session, String model) -> {
        json.put("session_id", session);
        json.put("model", model);
      }
      case AgentEvent.Text(String text) -> json.put("text", text);
      case AgentEvent.ToolCall(String id, String tool, String input) -> {
        json.put("id", id);
        json.put("tool", tool);
        json.put("input", input);
      }
      case AgentEvent.ToolResult(String id, String output, boolean failed) -> {
        json.put("id", id);
        json.put("output", output);
        json.put("failed", failed);
      }
      case AgentEvent.RetryNotice(int attempt, int status, String error) -> {
        json.put("attempt", attempt);
        json.put("http_status", status);
        json.put("error", error);
      }
      case AgentEvent.Failed(int status, String message) -> {
        json.put("http_status", status);
        json.put("message", message);
      }
      case AgentEvent.Result(boolean failed, String text, Usage usage) -> {
        json.put("failed", failed);
        json.put("text", text);
        tokens(json, usage);
        json.put("cost_usd", usage.costUsd());
      }
    }
    return json;
  }
}
