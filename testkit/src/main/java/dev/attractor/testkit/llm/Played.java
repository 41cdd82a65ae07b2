package dev.attractor.testkit.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.common.Json;
import com.github.tomakehurst.wiremock.common.JsonException;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Answers requests by the lines of a script.
 *
 * @since 0.1
 */
final class Played implements ResponseDefinitionTransformerV2 {
  private static final Duration FOR_EVER = Duration.ofMinutes(30);
  private static final Path NO_FOLDER = Path.of("");

  private final Consumer<String> told;
  private List<Counted> lines = List.of();

  /** Makes one that tells what it answers to whom. */
  Played(Consumer<String> told) {
    this.told = told;
  }

  /** A line, and how often it was given. */
  private static final class Counted {
    private final MockLlm.Line line;
    private int given;

    Counted(MockLlm.Line line) {
      this.line = line;
    }

    boolean isUsedUp() {
      return line.times() > 0 && given >= line.times();
    }
  }

  /** Plays these lines from now on; none of them was given yet. */
  synchronized void play(List<MockLlm.Line> script) {
    lines = script.stream().map(Counted::new).toList();
  }

  @Override
  public String getName() {
    return "played";
  }

  @Override
  public synchronized ResponseDefinition transform(ServeEvent event) {
    Request request = event.getRequest();
    String path = request.getUrl().replaceFirst("\\?.*", "");
    String body = request.getBodyAsString();
    Optional<Api> api =
        Api.ALL.stream().filter(each -> Pattern.matches(each.path(), path)).findFirst();
    if (api.isPresent()) {
      Conversation conversation = api.get().conversation(parsed(body));
      return lineFor(body, conversation)
          .map(line -> answer(line, api.get(), conversation))
          .orElseGet(() -> noLine(conversation))
          .build();
    }
    if (Pattern.matches(GeminiContents.AT_ONCE, path)) {
      JsonNode asked = parsed(body);
      Conversation conversation = new GeminiContents().conversation(asked);
      return lineFor(body, conversation)
          .map(line -> answerAtOnce(line.line.answer(), asked))
          .orElseGet(() -> noLine(conversation))
          .build();
    }
    return event.getResponseDefinition();
  }

  private static JsonNode parsed(String body) {
    try {
      return Json.node(body);
    } catch (JsonException e) {
      return Json.node("{}"); // nothing was said
    }
  }

  private Optional<Counted> lineFor(String body, Conversation conversation) {
    return lines.stream()
        .filter(line -> !line.isUsedUp() && fits(line.line.when(), body, conversation.stage()))
        .findFirst();
  }

  private static boolean fits(MockLlm.When when, String body, Optional<StagePrompt> stage) {
    String quoted = Api.json(when.words());
    boolean ofAStage =
        !when.stage().isEmpty()
            || when.visit() > 0
            || when.attempt() > 0
            || !when.prompt().isEmpty();
    return body.contains(quoted.substring(1, quoted.length() - 1))
        && (!ofAStage || stage.filter(found -> isMeant(when, found)).isPresent());
  }

  private static boolean isMeant(MockLlm.When when, StagePrompt stage) {
    String id = when.stage().isEmpty() ? "*" : when.stage();
    return Pattern.matches(Pattern.quote(id).replace("*", "\\E.*\\Q"), stage.stage())
        && (when.visit() == 0 || when.visit() == stage.visit())
        && (when.attempt() == 0 || when.attempt() == stage.attempt())
        && stage.task().contains(when.prompt());
  }

  private ResponseDefinitionBuilder answer(Counted line, Api api, Conversation conversation) {
    MockLlm.Answer answer = line.line.answer();
    if (answer instanceof MockLlm.Works(List<MockLlm.Step> steps, String _)
        && conversation.done() < steps.size()) {
      tell(conversation, "step %d of %d".formatted(conversation.done() + 1, steps.size()));
      return stream(
          conversation
              .between()
              .orElseGet(() -> step(steps.get(conversation.done()), api, conversation)));
    }
    line.given++;
    return switch (answer) {
      case MockLlm.Says(String text) -> lastWord(text, api, conversation);
      case MockLlm.Works(var _, String text) -> lastWord(text, api, conversation);
      case MockLlm.Fails(int status) -> {
        tell(conversation, "HTTP " + status);
        yield error(status, "mock " + status);
      }
      case MockLlm.BreaksOff _ -> {
        tell(conversation, "a stream that breaks off");
        yield stream(api.breaksOff());
      }
      case MockLlm.IsSilent _ -> {
        tell(conversation, "no answer");
        yield silence();
      }
    };
  }

  private ResponseDefinitionBuilder lastWord(String text, Api api, Conversation conversation) {
    tell(conversation, "the last word");
    return stream(api.says(text));
  }

  private ResponseDefinitionBuilder noLine(Conversation conversation) {
    tell(conversation, "HTTP 404: no line of the script is for this request");
    return error(404, "no line of the script is for this request");
  }

  private void tell(Conversation conversation, String what) {
    told.accept(
        conversation
                .stage()
                .map(stage ->
                    "%s (visit %d, attempt %d)"
                        .formatted(stage.stage(), stage.visit(), stage.attempt()))
                .orElse("no stage")
            + ": "
            + what);
  }

  private static String step(MockLlm.Step step, Api api, Conversation conversation) {
    Path worktree = conversation.stage().map(StagePrompt::worktree).orElse(NO_FOLDER);
    return switch (step) {
      case MockLlm.Writes(Path file, String content) ->
          api.writes(conversation.done(), worktree.resolve(file), content);
      case MockLlm.Runs(String command) -> api.runs(conversation.done(), command);
      case MockLlm.Reports(String status) ->
          api.writes(
              conversation.done(),
              conversation.stage().map(api::statusFile).orElse(Path.of("status.json")),
              status);
    };
  }

  /** What is asked beside the work, such as which model is to do it, uses no line up. */
  private static ResponseDefinitionBuilder answerAtOnce(MockLlm.Answer answer, JsonNode asked) {
    return switch (answer) {
      case MockLlm.Says(String text) -> json(200, GeminiContents.saysAtOnce(asked, text));
      case MockLlm.Works(var _, String text) -> json(200, GeminiContents.saysAtOnce(asked, text));
      case MockLlm.Fails(int status) -> error(status, "mock " + status);
      case MockLlm.BreaksOff _ -> json(404, "{}");
      case MockLlm.IsSilent _ -> silence();
    };
  }

  private static ResponseDefinitionBuilder error(int status, String message) {
    return json(
        status,
        """
        {"type": "error", "error": {"type": "mock_error", "message": %s, "code": %d, \
        "status": "MOCK"}}
        """
            .formatted(Api.json(message), status));
  }

  private static ResponseDefinitionBuilder json(int status, String body) {
    return new ResponseDefinitionBuilder()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(body);
  }

  private static ResponseDefinitionBuilder stream(String body) {
    return new ResponseDefinitionBuilder()
        .withStatus(200)
        .withHeader("Content-Type", "text/event-stream")
        .withBody(body);
  }

  private static ResponseDefinitionBuilder silence() {
    return new ResponseDefinitionBuilder().withFixedDelay((int) FOR_EVER.toMillis());
  }
}
