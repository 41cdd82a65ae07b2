package dev.attractor.testkit.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.List;

/**
 * An API that is played: how it is asked, and how it answers. Answers are whole streams.
 *
 * @since 0.1
 */
sealed interface Api permits AnthropicMessages, OpenAiResponses, GeminiContents {
  List<Api> ALL = List.of(new AnthropicMessages(), new OpenAiResponses(), new GeminiContents());

  /** Returns the path of requests for an answer, as a pattern. */
  String path();

  /** Reads what was said so far. */
  Conversation conversation(JsonNode request);

  /** The model says this and is done. */
  String says(String text);

  /**
   * The model has its agent write a file.
   *
   * @param number of the call in its conversation
   */
  String writes(int number, Path file, String content);

  /**
   * The model has its agent run a command.
   *
   * @param number of the call in its conversation
   */
  String runs(int number, String command);

  /** Returns where the agent can write the status file of a stage. */
  Path statusFile(StagePrompt stage);

  /** The stream ends before the model has said a word. */
  String breaksOff();

  /** Returns a text as JSON writes it. */
  static String json(String text) {
    return TextNode.valueOf(text).toString();
  }

  /** Returns an event of a stream. */
  static String event(String type, String fields) {
    return "event: %1$s\ndata: {\"type\":\"%1$s\"%2$s}\n\n"
        .formatted(type, fields.isEmpty() ? "" : "," + fields);
  }
}
