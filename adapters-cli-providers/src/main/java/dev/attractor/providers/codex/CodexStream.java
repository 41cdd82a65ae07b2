package dev.attractor.providers.codex;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.providers.cli.AgentStream;
import dev.attractor.providers.cli.HttpEvidence;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What {@code codex exec --json} prints. */
final class CodexStream extends AgentStream {
  /** {@code Reconnecting... 1/5 (…)}: it tries again. */
  private static final Pattern AGAIN = Pattern.compile("Reconnecting\\.\\.\\. (\\d+)/\\d+ ?(.*)");

  private static final Pattern STATUS = Pattern.compile("\\bstatus:? (\\d{3})\\b");

  private String lastMessage = "";

  @Override
  protected List<AgentEvent> event(String type, JsonNode json) {
    return switch (type) {
      case "thread.started" -> List.of(began(json.path("thread_id").asString(""), ""));
      case "item.started" -> started(json.path("item"));
      case "item.completed" -> completed(json.path("item"));
      case "turn.completed" -> List.of(ended(false, lastMessage, usage(json.path("usage"))));
      case "turn.failed" -> {
        String message = json.path("error").path("message").asString("");
        failed(failure(message, "the event turn.failed"));
        yield List.of(ended(true, message, Usage.NONE));
      }
      case "error" -> error(json.path("message").asString(""));
      default -> List.of();
    };
  }

  private static List<AgentEvent> started(JsonNode item) {
    return switch (item.path("type").asString("")) {
      case "command_execution" ->
          List.of(
              new AgentEvent.ToolCall(
                  item.path("id").asString(""),
                  "command_execution",
                  item.path("command").asString("")));
      case "mcp_tool_call", "file_change", "web_search" ->
          List.of(
              new AgentEvent.ToolCall(
                  item.path("id").asString(""), item.path("type").asString(""), item.toString()));
      default -> List.of();
    };
  }

  private List<AgentEvent> completed(JsonNode item) {
    String id = item.path("id").asString("");
    return switch (item.path("type").asString("")) {
      case "agent_message" -> {
        lastMessage = item.path("text").asString("");
        yield List.of(new AgentEvent.Text(lastMessage));
      }
      case "command_execution" ->
          List.of(
              new AgentEvent.ToolResult(
                  id,
                  item.path("aggregated_output").asString(""),
                  item.path("exit_code").asInt(0) != 0));
      case "mcp_tool_call", "file_change", "web_search" ->
          List.of(
              new AgentEvent.ToolResult(
                  id, item.toString(), item.path("status").asString("").equals("failed")));
      default -> List.of(); // an item of type error is a warning
    };
  }

  private List<AgentEvent> error(String message) {
    Matcher again = AGAIN.matcher(message);
    int status = statusIn(message);
    return again.matches()
        ? List.of(
            triesAgain(Integer.parseInt(again.group(1)), status, again.group(2), "the event error"))
        : List.of(new AgentEvent.Failed(status, message));
  }

  /** Its message carries the status in words, or the answer of the API as JSON. */
  private static int statusIn(String message) {
    Matcher matcher = STATUS.matcher(message);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : HttpEvidence.statusInJson(message);
  }

  private static Failure failure(String message, String event) {
    int status = statusIn(message);
    if (status > 0) {
      return HttpEvidence.failure(status, message, event);
    }
    return message.contains("high demand") || message.contains("stream disconnected")
        ? Failure.of(FailureClass.TRANSIENT_INFRA, message, event)
        : Failure.unclassified(message, event);
  }

  private static Usage usage(JsonNode usage) {
    long input = usage.path("input_tokens").asLong(0);
    return used(
        input,
        Math.min(input, usage.path("cached_input_tokens").asLong(0)),
        usage.path("output_tokens").asLong(0),
        BigDecimal.ZERO);
  }
}
