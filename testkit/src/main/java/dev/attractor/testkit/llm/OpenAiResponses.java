package dev.attractor.testkit.llm;

import static dev.attractor.testkit.llm.Api.event;
import static dev.attractor.testkit.llm.Api.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OpenAI's Responses API, with the one tool of codex: commands.
 *
 * @since 0.1
 */
record OpenAiResponses() implements Api {
  /** What codex says of a command that is not over when its answer is wanted. */
  private static final Pattern RUNNING = Pattern.compile("running with session ID (\\d+)");

  /** As long as codex waits at most. */
  private static final int WAITS_MS = 30_000;

  @Override
  public String path() {
    return "/v1/responses";
  }

  @Override
  public Conversation conversation(JsonNode request) {
    Conversation conversation = new Conversation();
    for (JsonNode item : request.path("input")) {
      if (item.path("role").asText().equals("user")) {
        for (JsonNode content : item.path("content")) {
          conversation.asked(content.path("text").asText());
        }
      } else if (item.path("type").asText().equals("function_call_output")) {
        Matcher running = RUNNING.matcher(item.path("output").toString());
        if (running.find()) {
          conversation.needs(waits(conversation.done(), running.group(1)));
        } else {
          conversation.did();
        }
      }
    }
    return conversation;
  }

  @Override
  public String says(String text) {
    return turn(
        "{\"type\":\"message\",\"role\":\"assistant\",\"id\":\"item_mock\",\"content\":"
            + "[{\"type\":\"output_text\",\"text\":%s}]}".formatted(json(text)));
  }

  @Override
  public String writes(int number, Path file, String content) {
    String place = quoted(file.toString());
    return runs(
        number,
        "mkdir -p \"$(dirname %1$s)\" && printf %%s %2$s > %1$s".formatted(place, quoted(content)));
  }

  @Override
  public String runs(int number, String command) {
    return uses(
        "call_step_" + number,
        "exec_command",
        "{\"cmd\":%s,\"yield_time_ms\":%d}".formatted(json(command), WAITS_MS));
  }

  /** The sandbox of codex lets it write in the worktree only. */
  @Override
  public Path statusFile(StagePrompt stage) {
    return stage.worktree().resolve("status.json");
  }

  @Override
  public String breaksOff() {
    return event("response.created", "\"response\":{\"id\":\"resp_mock\"}");
  }

  private static String waits(int number, String session) {
    return uses(
        "call_wait_" + number,
        "write_stdin",
        "{\"session_id\":%s,\"chars\":\"\",\"yield_time_ms\":%d}".formatted(session, WAITS_MS));
  }

  private static String uses(String id, String tool, String arguments) {
    return turn(
        "{\"type\":\"function_call\",\"id\":\"item_mock\",\"call_id\":\"%s\",\"name\":\"%s\",\"arguments\":%s}"
            .formatted(id, tool, json(arguments)));
  }

  private static String turn(String item) {
    return new OpenAiResponses().breaksOff()
        + event("response.output_item.done", "\"output_index\":0,\"item\":" + item)
        + event(
            "response.completed",
            "\"response\":{\"id\":\"resp_mock\",\"usage\":{\"input_tokens\":10,"
                + "\"input_tokens_details\":null,\"output_tokens\":5,"
                + "\"output_tokens_details\":null,\"total_tokens\":15}}");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
