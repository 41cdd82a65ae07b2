package dev.attractor.engine.agent;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.layout.RunLayout;
import dev.attractor.engine.stage.ProcessFields;
import dev.attractor.ports.runfolder.StageFolder;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AgentResult;
import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.Invocation;
import java.util.LinkedHashMap;
import java.util.Map;

/** The artifacts of an agent stage (SEMANTICS §10). */
final class AgentFiles {
  private AgentFiles() {}

  static void write(
      StageFolder folder, AgentProvider provider, AgentTask task, AgentResult result) {
    folder.write(RunLayout.RESPONSE, result.response());
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
    fields.put("usage", tokens(result.usage()));
    fields.put("cost_usd", result.usage().costUsd());
    return fields;
  }

  private static Map<String, Object> tokens(Usage usage) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("input_tokens", usage.inputTokens());
    fields.put("cached_input_tokens", usage.cachedInputTokens());
    fields.put("output_tokens", usage.outputTokens());
    return fields;
  }

  /** Returns a line of {@code events.ndjson}. */
  static Map<String, Object> fields(AgentEvent event) {
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
      case AgentEvent.Result(boolean failed, String text, Usage usage) -> {
        fields.put("failed", failed);
        fields.put("text", text);
        fields.putAll(tokens(usage));
        fields.put("cost_usd", usage.costUsd());
      }
    }
    return fields;
  }
}
