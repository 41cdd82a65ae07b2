package dev.attractor.testkit.llm;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.matching.StringValuePattern;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A server on the loopback address that answers like the APIs of three models: Anthropic Messages,
 * OpenAI Responses and Gemini, streaming. Agents are pointed to it by their base URLs.
 *
 * @since 0.1
 */
public final class MockLlm implements AutoCloseable {
  /** How the model answers, whichever API is asked. */
  public sealed interface Answer {}

  /** It says something and is done. */
  public record Says(String text) implements Answer {}

  /**
   * It has a file written by the agent's own tool, then says something and is done.
   *
   * @param file absolute; the content goes there
   */
  public record Writes(Path file, String content, String text) implements Answer {}

  /** The API answers with an error. */
  public record Fails(int status) implements Answer {}

  /** The stream ends in the middle of an answer. */
  public record BreaksOff() implements Answer {}

  /** The API takes the request and never answers. */
  public record IsSilent() implements Answer {}

  private static final String ANTHROPIC = "/v1/messages.*";
  private static final String OPENAI = "/v1/responses";
  private static final String GEMINI = "/v1beta/models/.*:streamGenerateContent";
  private static final String GEMINI_AT_ONCE = "/v1beta/models/.*:generateContent";
  private static final Duration FOR_EVER = Duration.ofMinutes(30);

  private final WireMockServer server;

  private MockLlm(WireMockServer server) {
    this.server = server;
  }

  /** Starts a server on a free port. */
  public static MockLlm start() {
    WireMockServer server =
        new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());
    server.start();
    return new MockLlm(server);
  }

  /** Returns the base URL, without a path. */
  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Answers like this from now on. */
  public void answers(Answer answer) {
    server.resetAll();
    server.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().withStatus(404)));
    switch (answer) {
      case Says(String text) -> says(text);
      case Writes writes -> {
        says(writes.text());
        writes(writes);
      }
      case Fails(int status) -> everywhere(error(status));
      case BreaksOff _ -> breaksOff();
      case IsSilent _ -> everywhere(aResponse().withFixedDelay((int) FOR_EVER.toMillis()));
    }
  }

  /** Returns the bodies of the requests for an answer since {@link #answers} was called. */
  public List<String> requests() {
    return List.of(ANTHROPIC, OPENAI, GEMINI).stream()
        .flatMap(path -> server.findAll(postRequestedFor(urlPathMatching(path))).stream())
        .map(LoggedRequest::getBodyAsString)
        .toList();
  }

  private void everywhere(ResponseDefinitionBuilder response) {
    for (String path : List.of(ANTHROPIC, OPENAI, GEMINI, GEMINI_AT_ONCE)) {
      server.stubFor(post(urlPathMatching(path)).willReturn(response));
    }
  }

  private static ResponseDefinitionBuilder error(int status) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(
            """
            {"type": "error", "error": {"type": "mock_error", "message": "mock %1$d", \
            "code": %1$d, "status": "MOCK"}}
            """
                .formatted(status));
  }

  private static ResponseDefinitionBuilder stream(String body) {
    return aResponse()
        .withStatus(200)
        .withHeader("Content-Type", "text/event-stream")
        .withBody(body);
  }

  private void says(String text) {
    server.stubFor(
        post(urlPathMatching(ANTHROPIC))
            .willReturn(
                stream(
                    Anthropic.turn(
                        "{\"type\":\"text\",\"text\":\"\"}",
                        "{\"type\":\"text_delta\",\"text\":%s}".formatted(json(text)),
                        "end_turn"))));
    server.stubFor(post(urlPathMatching(OPENAI)).willReturn(stream(OpenAi.says(json(text)))));
    server.stubFor(post(urlPathMatching(GEMINI)).willReturn(stream(Gemini.says(json(text)))));
    server.stubFor(
        post(urlPathMatching(GEMINI_AT_ONCE))
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "application/json")
                    .withBody(Gemini.chunk("{\"text\":%s}".formatted(json(text))))));
  }

  /** The file is asked for until the agent tells that its tool has done it. */
  private void writes(Writes writes) {
    String file = json(writes.file().toString());
    String content = json(writes.content());
    String input = "{\"file_path\":%s,\"content\":%s}".formatted(file, content);
    String command =
        "mkdir -p \"$(dirname '%1$s')\" && printf '%%s' '%2$s' > '%1$s'"
            .formatted(writes.file(), writes.content());
    server.stubFor(
        post(urlPathMatching(ANTHROPIC))
            .atPriority(2)
            .willReturn(
                stream(
                    Anthropic.turn(
                        "{\"type\":\"tool_use\",\"id\":\"toolu_mock\",\"name\":\"Write\","
                            + "\"input\":{}}",
                        "{\"type\":\"input_json_delta\",\"partial_json\":%s}"
                            .formatted(json(input)),
                        "tool_use"))));
    done(ANTHROPIC, containing("\"tool_use_id\":\"toolu_mock\""), writes.text());
    server.stubFor(
        post(urlPathMatching(OPENAI))
            .atPriority(2)
            .willReturn(stream(OpenAi.runs(json("{\"cmd\":%s}".formatted(json(command)))))));
    done(OPENAI, matchingJsonPath("$.input[?(@.type == 'function_call_output')]"), writes.text());
    server.stubFor(
        post(urlPathMatching(GEMINI)).atPriority(2).willReturn(stream(Gemini.writes(input))));
    done(GEMINI, matchingJsonPath("$.contents[*].parts[*].functionResponse"), writes.text());
  }

  private void done(String path, StringValuePattern toldBy, String text) {
    String body =
        switch (path) {
          case ANTHROPIC ->
              Anthropic.turn(
                  "{\"type\":\"text\",\"text\":\"\"}",
                  "{\"type\":\"text_delta\",\"text\":%s}".formatted(json(text)),
                  "end_turn");
          case OPENAI -> OpenAi.says(json(text));
          default -> Gemini.says(json(text));
        };
    server.stubFor(
        post(urlPathMatching(path)).withRequestBody(toldBy).atPriority(1).willReturn(stream(body)));
  }

  private void breaksOff() {
    server.stubFor(post(urlPathMatching(ANTHROPIC)).willReturn(stream(Anthropic.begins())));
    server.stubFor(post(urlPathMatching(OPENAI)).willReturn(stream(OpenAi.begins())));
    server.stubFor(
        post(urlPathMatching(GEMINI)).willReturn(stream("data: {\"candidates\":[{\"conte")));
  }

  private static String json(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> out.append(c);
      }
    }
    return out.append('"').toString();
  }

  @Override
  public void close() {
    server.stop();
  }

  /** Anthropic's Messages API. */
  private static final class Anthropic {
    private Anthropic() {}

    private static String event(String type, String fields) {
      return "event: %1$s\ndata: {\"type\":\"%1$s\"%2$s}\n\n"
          .formatted(type, fields.isEmpty() ? "" : "," + fields);
    }

    static String begins() {
      return event(
          "message_start",
          "\"message\":{\"id\":\"msg_mock\",\"type\":\"message\",\"role\":\"assistant\","
              + "\"model\":\"mock\",\"content\":[],\"stop_reason\":null,"
              + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":10,\"output_tokens\":1}}");
    }

    static String turn(String block, String delta, String stopReason) {
      return begins()
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

  /** OpenAI's Responses API. */
  private static final class OpenAi {
    private OpenAi() {}

    private static String event(String type, String fields) {
      return "event: %1$s\ndata: {\"type\":\"%1$s\",%2$s}\n\n".formatted(type, fields);
    }

    static String begins() {
      return event("response.created", "\"response\":{\"id\":\"resp_mock\"}");
    }

    private static String turn(String item) {
      return begins()
          + event("response.output_item.done", "\"output_index\":0,\"item\":" + item)
          + event(
              "response.completed",
              "\"response\":{\"id\":\"resp_mock\",\"usage\":{\"input_tokens\":10,"
                  + "\"input_tokens_details\":null,\"output_tokens\":5,"
                  + "\"output_tokens_details\":null,\"total_tokens\":15}}");
    }

    static String says(String text) {
      return turn(
          "{\"type\":\"message\",\"role\":\"assistant\",\"id\":\"item_mock\",\"content\":"
              + "[{\"type\":\"output_text\",\"text\":%s}]}".formatted(text));
    }

    static String runs(String arguments) {
      return turn(
          "{\"type\":\"function_call\",\"id\":\"item_mock\",\"call_id\":\"call_mock\","
              + "\"name\":\"exec_command\",\"arguments\":%s}".formatted(arguments));
    }
  }

  /** Google's Gemini API. */
  private static final class Gemini {
    private Gemini() {}

    static String chunk(String part) {
      return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[%s]},".formatted(part)
          + "\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":10,"
          + "\"candidatesTokenCount\":5,\"totalTokenCount\":15},\"modelVersion\":\"mock\"}";
    }

    static String says(String text) {
      return "data: " + chunk("{\"text\":%s}".formatted(text)) + "\n\n";
    }

    static String writes(String arguments) {
      return "data: "
          + chunk("{\"functionCall\":{\"name\":\"write_file\",\"args\":%s}}".formatted(arguments))
          + "\n\n";
    }
  }
}
