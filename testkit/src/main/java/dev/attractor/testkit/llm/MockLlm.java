package dev.attractor.testkit.llm;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.not;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.ScenarioMappingBuilder;
import com.github.tomakehurst.wiremock.common.FatalStartupException;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.matching.StringValuePattern;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

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
   * @param file the content goes there; a relative one is seen from the folder that the prompt
   *     names
   */
  public record Writes(Path file, String content, String text) implements Answer {}

  /** The API answers with an error. */
  public record Fails(int status) implements Answer {}

  /** The stream ends in the middle of an answer. */
  public record BreaksOff() implements Answer {}

  /** The API takes the request and never answers. */
  public record IsSilent() implements Answer {}

  /**
   * One line of what the model is to answer.
   *
   * @param when words of the request that the line is for; empty for every request
   * @param times how often it is given; 0 for always
   */
  public record Line(String when, int times, Answer answer) {}

  private static final String ANTHROPIC = "/v1/messages.*";
  private static final String OPENAI = "/v1/responses";
  private static final String GEMINI = "/v1beta/models/.*:streamGenerateContent";
  private static final String GEMINI_AT_ONCE = "/v1beta/models/.*:generateContent";
  private static final Duration FOR_EVER = Duration.ofMinutes(30);
  private static final int STUBS_OF_A_LINE = 10;

  private final WireMockServer server;

  private MockLlm(WireMockServer server) {
    this.server = server;
  }

  /** Starts a server on a free port. */
  public static MockLlm start() {
    return start(0);
  }

  /**
   * Starts a server on this port; 0 for a free one.
   *
   * @throws UncheckedIOException when the port cannot be had
   */
  public static MockLlm start(int port) {
    WireMockConfiguration options =
        wireMockConfig().bindAddress("127.0.0.1").extensions(new InTheWorktree());
    WireMockServer server =
        new WireMockServer(port == 0 ? options.dynamicPort() : options.port(port));
    try {
      server.start();
    } catch (FatalStartupException e) {
      throw new UncheckedIOException(reason(e), new IOException(e));
    }
    return new MockLlm(server);
  }

  /** What the server wraps, and how often, is its own affair. */
  private static String reason(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /** Returns the base URL, without a path. */
  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Answers like this from now on. */
  public void answers(Answer answer) {
    answers(List.of(new Line("", 0, answer)));
  }

  /** Answers from now on with the first line that is for the request and not used up. */
  public void answers(List<Line> lines) {
    server.resetAll();
    server.stubFor(
        any(anyUrl()).atPriority(Integer.MAX_VALUE).willReturn(aResponse().withStatus(404)));
    for (int i = 0; i < lines.size(); i++) {
      new Stubs(lines.get(i), i).register();
    }
  }

  /** Returns the bodies of the requests for an answer since {@link #answers} was called. */
  public List<String> requests() {
    return List.of(ANTHROPIC, OPENAI, GEMINI).stream()
        .flatMap(path -> server.findAll(postRequestedFor(urlPathMatching(path))).stream())
        .map(LoggedRequest::getBodyAsString)
        .toList();
  }

  @Override
  public void close() {
    server.stop();
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

  /** One line, as WireMock knows it. */
  private final class Stubs {
    private final Line line;
    private final int number;

    Stubs(Line line, int number) {
      this.line = line;
      this.number = number;
    }

    void register() {
      switch (line.answer()) {
        case Says(String text) -> says(text);
        case Writes writes -> {
          says(writes.text());
          writes(writes);
        }
        case Fails(int status) -> everywhere(error(status));
        case BreaksOff _ -> {
          last(ANTHROPIC, stream(Anthropic.begins()));
          last(OPENAI, stream(OpenAi.begins()));
          last(GEMINI, stream("data: {\"candidates\":[{\"conte"));
        }
        case IsSilent _ -> everywhere(aResponse().withFixedDelay((int) FOR_EVER.toMillis()));
      }
    }

    private void everywhere(ResponseDefinitionBuilder response) {
      for (String path : List.of(ANTHROPIC, OPENAI, GEMINI, GEMINI_AT_ONCE)) {
        last(path, response);
      }
    }

    private void says(String text) {
      last(ANTHROPIC, stream(Anthropic.says(json(text))));
      last(OPENAI, stream(OpenAi.says(json(text))));
      last(GEMINI, stream(Gemini.says(json(text))));
      last(
          GEMINI_AT_ONCE,
          aResponse()
              .withHeader("Content-Type", "application/json")
              .withBody(Gemini.chunk("{\"text\":%s}".formatted(json(text)))));
    }

    /** The file is asked for until the agent tells that its tool has done it. */
    private void writes(Writes writes) {
      String path =
          writes.file().isAbsolute()
              ? writes.file().toString()
              : InTheWorktree.MARK + "/" + writes.file();
      String input =
          "{\"file_path\":%s,\"content\":%s}".formatted(json(path), json(writes.content()));
      String command =
          "mkdir -p \"$(dirname '%1$s')\" && printf '%%s' '%2$s' > '%1$s'"
              .formatted(path, writes.content());
      first(
          ANTHROPIC,
          not(containing("\"tool_use_id\":\"toolu_mock\"")),
          stream(Anthropic.writes(json(input))));
      first(
          OPENAI,
          not(matchingJsonPath("$.input[?(@.type == 'function_call_output')]")),
          stream(OpenAi.runs(json("{\"cmd\":%s}".formatted(json(command))))));
      first(
          GEMINI,
          not(matchingJsonPath("$.contents[*].parts[*].functionResponse")),
          stream(Gemini.writes(input)));
    }

    /** What is answered before the last word; it does not use the line up. */
    private void first(String path, StringValuePattern notYet, ResponseDefinitionBuilder response) {
      inTurn(0, path, response, false, stub -> stub.withRequestBody(notYet));
    }

    private void last(String path, ResponseDefinitionBuilder response) {
      inTurn(1, path, response, true, stub -> stub);
    }

    private void inTurn(
        int order,
        String path,
        ResponseDefinitionBuilder response,
        boolean uses,
        UnaryOperator<MappingBuilder> more) {
      for (int used = 0; used < Math.max(1, line.times()); used++) {
        MappingBuilder stub =
            more.apply(post(urlPathMatching(path)))
                .atPriority(1 + number * STUBS_OF_A_LINE + order)
                .willReturn(response);
        if (!line.when().isEmpty()) {
          String quoted = json(line.when());
          stub.withRequestBody(containing(quoted.substring(1, quoted.length() - 1)));
        }
        if (line.times() > 0) {
          ScenarioMappingBuilder counted =
              stub.inScenario("line " + number).whenScenarioStateIs(state(used));
          if (uses) {
            counted.willSetStateTo(state(used + 1));
          }
        }
        server.stubFor(stub);
      }
    }

    private static String state(int used) {
      return used == 0 ? Scenario.STARTED : "used " + used;
    }
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

    static String says(String text) {
      return turn(
          "{\"type\":\"text\",\"text\":\"\"}",
          "{\"type\":\"text_delta\",\"text\":%s}".formatted(text),
          "end_turn");
    }

    static String writes(String input) {
      return turn(
          "{\"type\":\"tool_use\",\"id\":\"toolu_mock\",\"name\":\"Write\",\"input\":{}}",
          "{\"type\":\"input_json_delta\",\"partial_json\":%s}".formatted(input),
          "tool_use");
    }

    private static String turn(String block, String delta, String stopReason) {
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
