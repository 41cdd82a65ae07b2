package dev.attractor.testkit.llm;

import static dev.attractor.testkit.llm.Api.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Google's Gemini API, with the tools of gemini.
 *
 * @since 0.1
 */
record GeminiContents() implements Api {
  /** Where gemini asks for an answer in one piece. */
  static final String AT_ONCE = "/v1beta/models/.*:generateContent";

  @Override
  public String path() {
    return "/v1beta/models/.*:streamGenerateContent";
  }

  @Override
  public Conversation conversation(JsonNode request) {
    Conversation conversation = new Conversation();
    for (JsonNode content : request.path("contents")) {
      if (content.path("role").asText().equals("user")) {
        for (JsonNode part : content.path("parts")) {
          if (part.has("functionResponse")) {
            conversation.did();
          } else {
            conversation.asked(part.path("text").asText());
          }
        }
      }
    }
    return conversation;
  }

  /** Returns an answer in one piece, in the form that is asked for. */
  static String saysAtOnce(JsonNode request, String text) {
    JsonNode form = request.path("generationConfig").path("responseJsonSchema");
    return chunk("{\"text\":%s}".formatted(json(form.isMissingNode() ? text : filled(form))));
  }

  /** Returns an object that a schema allows: gemini has its models judge how hard a task is. */
  private static String filled(JsonNode schema) {
    return schema.path("properties").properties().stream()
        .map(property ->
            json(property.getKey())
                + (property.getValue().path("type").asText().equalsIgnoreCase("string")
                    ? ":\"played\""
                    : ":1"))
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public String says(String text) {
    return turn("{\"text\":%s}".formatted(json(text)));
  }

  @Override
  public String writes(int number, Path file, String content) {
    return uses(
        "write_file",
        "{\"file_path\":%s,\"content\":%s}".formatted(json(file.toString()), json(content)));
  }

  @Override
  public String runs(int number, String command) {
    return uses("run_shell_command", "{\"command\":%s}".formatted(json(command)));
  }

  /** gemini writes in the worktree only. */
  @Override
  public Path statusFile(StagePrompt stage) {
    return stage.worktree().resolve("status.json");
  }

  @Override
  public String breaksOff() {
    return "data: {\"candidates\":[{\"conte";
  }

  private static String uses(String tool, String arguments) {
    return turn("{\"functionCall\":{\"name\":\"%s\",\"args\":%s}}".formatted(tool, arguments));
  }

  private static String turn(String part) {
    return "data: " + chunk(part) + "\n\n";
  }

  private static String chunk(String part) {
    return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[%s]},".formatted(part)
        + "\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":10,"
        + "\"candidatesTokenCount\":5,\"totalTokenCount\":15},\"modelVersion\":\"mock\"}";
  }
}
