package dev.attractor.providers.gemini;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.providers.cli.AgentStream;
import dev.attractor.providers.cli.HttpEvidence;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What {@code gemini --output-format stream-json} prints. */
final class GeminiStream extends AgentStream {
  /** Only its error output tells that it tries again. */
  private static final Pattern AGAIN =
      Pattern.compile("Attempt (\\d+) failed with status (\\d{3})\\. (.*)");

  private static final String NO_SUCH_MODEL = "ModelNotFoundError";

  private final StringBuilder message = new StringBuilder();
  private boolean modelNotFound;

  @Override
  protected List<AgentEvent> event(String type, JsonNode json) {
    return switch (type) {
      case "init" ->
          List.of(began(json.path("session_id").asString(""), json.path("model").asString("")));
      case "message" -> message(json);
      case "tool_use" -> {
        message.setLength(0); // what is said after it is the last word
        yield List.of(
            new AgentEvent.ToolCall(
                json.path("tool_id").asString(""),
                json.path("tool_name").asString(""),
                json.path("parameters").toString()));
      }
      case "tool_result" ->
          List.of(
              new AgentEvent.ToolResult(
                  json.path("tool_id").asString(""),
                  json.path("output").asString(""),
                  !json.path("status").asString("success").equals("success")));
      case "error" -> List.of(new AgentEvent.Failed(0, json.path("message").asString("")));
      case "result" -> last(json);
      default -> List.of();
    };
  }

  @Override
  public List<AgentEvent> errorLine(String line) {
    modelNotFound |= line.contains(NO_SUCH_MODEL);
    Matcher again = AGAIN.matcher(line);
    return again.find()
        ? List.of(
            triesAgain(
                Integer.parseInt(again.group(1)),
                Integer.parseInt(again.group(2)),
                again.group(3),
                "a line of its error output"))
        : List.of();
  }

  private List<AgentEvent> message(JsonNode json) {
    if (!json.path("role").asString("").equals("assistant")) {
      return List.of();
    }
    String content = json.path("content").asString("");
    message.append(content);
    return List.of(new AgentEvent.Text(content));
  }

  private List<AgentEvent> last(JsonNode json) {
    boolean failed = !json.path("status").asString("error").equals("success");
    String text = failed ? json.path("error").path("message").asString("") : message.toString();
    if (failed) {
      failed(failure(text));
    }
    return List.of(ended(failed, text, usage(json.path("stats"))));
  }

  /** Its message carries the answer of the API as JSON, but for a model that is not known. */
  private Failure failure(String text) {
    int status = modelNotFound ? 404 : HttpEvidence.statusInJson(text);
    return status > 0
        ? HttpEvidence.failure(status, text, "the event result")
        : Failure.unclassified(
            text.isBlank() ? "gemini reported an error" : text, "result with status error");
  }

  private static Usage usage(JsonNode stats) {
    long input = stats.path("input_tokens").asLong(0);
    return used(
        input,
        Math.min(input, stats.path("cached").asLong(0)),
        stats.path("output_tokens").asLong(0),
        BigDecimal.ZERO);
  }
}
