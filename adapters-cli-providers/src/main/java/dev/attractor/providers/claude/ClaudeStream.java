package dev.attractor.providers.claude;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.providers.HttpEvidence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Understands what {@code claude --output-format stream-json} prints. What it does not know is no
 * error: the program changes monthly. One instance reads one run, line by line, on one thread.
 */
final class ClaudeStream {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private String session = "";
  private Optional<AgentEvent.Result> result = Optional.empty();
  private Optional<Failure> failure = Optional.empty();
  private volatile boolean hopeless;

  /** Takes a line in and returns what it tells. */
  List<AgentEvent> line(String line) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JacksonException e) {
      return List.of(); // not JSON: kept in the raw log, and no event
    }
    return switch (json.path("type").asString("")) {
      case "system" -> system(json);
      case "assistant" -> assistant(json);
      case "user" -> toolResults(json);
      case "result" -> last(json);
      default -> List.of();
    };
  }

  private List<AgentEvent> system(JsonNode json) {
    return switch (json.path("subtype").asString("")) {
      case "init" -> {
        session = json.path("session_id").asString("");
        yield List.of(new AgentEvent.SessionStarted(session, json.path("model").asString("")));
      }
      case "api_retry" -> {
        int status = json.path("error_status").asInt(0);
        String error = json.path("error").asString("");
        if (HttpEvidence.isHopeless(status)) {
          failure = Optional.of(apiFailure(status, error, "api_retry"));
          hopeless = true;
        }
        yield List.of(new AgentEvent.RetryNotice(json.path("attempt").asInt(1), status, error));
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
    session = json.path("session_id").asString(session);
    AgentEvent.Result event = new AgentEvent.Result(failed, text, usage(json));
    result = Optional.of(event);
    if (failed) {
      int status = json.path("api_error_status").asInt(0);
      String subtype = json.path("subtype").asString("");
      failure =
          Optional.of(status > 0 ? apiFailure(status, text, "result") : ownFailure(subtype, text));
    }
    return List.of(event);
  }

  private static Failure apiFailure(int status, String text, String event) {
    return Failure.of(
        HttpEvidence.classOf(status),
        text.isBlank() ? "the model's API answered HTTP " + status : text,
        "HTTP %d in the event %s".formatted(status, event));
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
    return new Usage(
        usage.path("input_tokens").asLong(0)
            + usage.path("cache_creation_input_tokens").asLong(0)
            + usage.path("cache_read_input_tokens").asLong(0),
        usage.path("output_tokens").asLong(0),
        json.path("total_cost_usd").isNumber()
            ? json.path("total_cost_usd").decimalValue()
            : BigDecimal.ZERO);
  }

  /** Returns whether the stream showed a failure that waiting cannot heal. */
  boolean isHopeless() {
    return hopeless;
  }

  Optional<Failure> failure() {
    return failure;
  }

  Optional<AgentEvent.Result> result() {
    return result;
  }

  Optional<String> session() {
    return session.isEmpty() ? Optional.empty() : Optional.of(session);
  }
}
