package dev.attractor.providers.claude;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.providers.cli.AgentStream;
import dev.attractor.providers.cli.HttpEvidence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What {@code claude --output-format stream-json} prints. */
final class ClaudeStream extends AgentStream {
  /** What it waited last before it called its model again: its own pause, or what it was told. */
  private long lastPauseMillis;

  @Override
  protected List<AgentEvent> event(String type, JsonNode json) {
    return switch (type) {
      case "system" -> system(json);
      case "assistant" -> assistant(json);
      case "user" -> toolResults(json);
      case "result" -> last(json);
      default -> List.of();
    };
  }

  private List<AgentEvent> system(JsonNode json) {
    return switch (json.path("subtype").asString("")) {
      case "init" ->
          List.of(began(json.path("session_id").asString(""), json.path("model").asString("")));
      case "api_retry" -> {
        lastPauseMillis = json.path("retry_delay_ms").asLong(0);
        yield List.of(
            triesAgain(
                json.path("attempt").asInt(1),
                json.path("error_status").asInt(0),
                json.path("error").asString(""),
                "the event api_retry"));
      }
      default -> List.of();
    };
  }

  private static List<AgentEvent> assistant(JsonNode json) {
    List<AgentEvent> events = new ArrayList<>();
    for (JsonNode block : json.path("message").path("content")) {
      switch (block.path("type").asString("")) {
        case "text" -> events.add(new AgentEvent.Text(block.path("text").asString("")));
        case "tool_use" ->
            events.add(
                new AgentEvent.ToolCall(
                    block.path("id").asString(""),
                    block.path("name").asString(""),
                    block.path("input").toString()));
        default -> {} // thinking and whatever comes next
      }
    }
    return events;
  }

  private static List<AgentEvent> toolResults(JsonNode json) {
    List<AgentEvent> events = new ArrayList<>();
    for (JsonNode block : json.path("message").path("content")) {
      if (block.path("type").asString("").equals("tool_result")) {
        JsonNode content = block.path("content");
        events.add(
            new AgentEvent.ToolResult(
                block.path("tool_use_id").asString(""),
                content.isString() ? content.asString() : content.toString(),
                block.path("is_error").asBoolean(false)));
      }
    }
    return events;
  }

  /** The last line. Its subtype may say success on a failed call: only is_error tells the truth. */
  private List<AgentEvent> last(JsonNode json) {
    boolean failed = json.path("is_error").asBoolean(true);
    String text = json.path("result").asString("");
    sessionIs(json.path("session_id").asString(""));
    if (failed) {
      int status = json.path("api_error_status").asInt(0);
      failed(
          status > 0
              ? HttpEvidence.failure(
                  status,
                  text,
                  lastPauseMillis > 0
                      ? "the event result; retry after %d ms".formatted(lastPauseMillis)
                      : "the event result")
              : ownFailure(json.path("subtype").asString(""), text));
    }
    return List.of(ended(failed, text, usage(json)));
  }

  private static Failure ownFailure(String subtype, String text) {
    FailureClass failureClass =
        switch (subtype) {
          case "error_max_turns", "error_max_budget_usd" -> FailureClass.BUDGET_EXHAUSTED;
          default -> FailureClass.DETERMINISTIC;
        };
    return Failure.of(
        failureClass,
        text.isBlank() ? "claude reported " + subtype : text,
        "result with subtype " + subtype);
  }

  private static Usage usage(JsonNode json) {
    JsonNode usage = json.path("usage");
    return used(
        usage.path("input_tokens").asLong(0)
            + usage.path("cache_creation_input_tokens").asLong(0)
            + usage.path("cache_read_input_tokens").asLong(0),
        usage.path("cache_read_input_tokens").asLong(0),
        usage.path("output_tokens").asLong(0),
        json.path("total_cost_usd").decimalValue(BigDecimal.ZERO));
  }
}
