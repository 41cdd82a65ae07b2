package dev.attractor.testkit.llm;

import static dev.attractor.testkit.llm.Api.event;
import static dev.attractor.testkit.llm.Api.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/**
 * Anthropic's Messages API, with the tools of claude.
 *
 * @since 0.1
 */
record AnthropicMessages() implements Api {
  private static final String STEP = "toolu_step_";
  private static final String READ = "toolu_read_";

  /** What claude says that is to overwrite a file it has not looked at. */
  private static final String NOT_READ = "has not been read yet";

  @Override
  public String path() {
    return "/v1/messages";
  }

  @Override
  public Conversation conversation(JsonNode request) {
    Conversation conversation = new Conversation();
    String file = "";
    for (JsonNode message : request.path("messages")) {
      boolean asks = message.path("role").asText().equals("user");
      JsonNode content = message.path("content");
      if (asks && content.isTextual()) {
        conversation.asked(content.asText());
      }
      for (JsonNode block : content) {
        if (asks && block.has("text")) {
          conversation.asked(block.path("text").asText());
        } else if (block.path("input").has("file_path")) {
          file = block.path("input").path("file_path").asText();
        } else if (block.has("tool_use_id")) {
          result(block, file, conversation);
        }
      }
    }
    return conversation;
  }

  private static void result(JsonNode block, String file, Conversation conversation) {
    if (block.path("tool_use_id").asText().startsWith(READ)) {
      conversation.ready();
    } else if (block.path("content").toString().contains(NOT_READ)) {
      conversation.needs(
          uses(READ + conversation.done(), "Read", "{\"file_path\":%s}".formatted(json(file))));
    } else {
      conversation.did();
    }
  }

  @Override
  public String says(String text) {
    return turn(
        "{\"type\":\"text\",\"text\":\"\"}",
        "{\"type\":\"text_delta\",\"text\":%s}".formatted(json(text)),
        "end_turn");
  }

  @Override
  public String writes(int number, Path file, String content) {
    return uses(
        STEP + number,
        "Write",
        "{\"file_path\":%s,\"content\":%s}".formatted(json(file.toString()), json(content)));
  }

  @Override
  public String runs(int number, String command) {
    return uses(STEP + number, "Bash", "{\"command\":%s}".formatted(json(command)));
  }

  @Override
  public Path statusFile(StagePrompt stage) {
    return stage.statusFile();
  }

  @Override
  public String breaksOff() {
    return event(
        "message_start",
        "\"message\":{\"id\":\"msg_mock\",\"type\":\"message\",\"role\":\"assistant\","
            + "\"model\":\"mock\",\"content\":[],\"stop_reason\":null,"
            + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":10,\"output_tokens\":1}}");
  }

  private static String uses(String id, String tool, String input) {
    return turn(
        "{\"type\":\"tool_use\",\"id\":\"%s\",\"name\":\"%s\",\"input\":{}}".formatted(id, tool),
        "{\"type\":\"input_json_delta\",\"partial_json\":%s}".formatted(json(input)),
        "tool_use");
  }

  private static String turn(String block, String delta, String stopReason) {
    return new AnthropicMessages().breaksOff()
        + event("content_block_start", "\"index\":0,\"content_block\":" + block)
        + event("content_block_delta", "\"index\":0,\"delta\":" + delta)
        + event("content_block_stop", "\"index\":0")
        + event(
            "message_delta",
            "\"delta\":{\"stop_reason\":\"%s\",\"stop_sequence\":null},".formatted(stopReason)
                + "\"usage\":{\"output_tokens\":5}")
        + event("message_stop", "");
  }
}
