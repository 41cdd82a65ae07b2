package dev.attractor.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.fidelity.Fidelity;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.prompt.Preamble;
import dev.attractor.testkit.llm.MockLlm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** What the model that is played makes of the engine's prompts, in all three APIs. */
class MockLlmTest {
  private static final MockLlm.Answer OTHER = new MockLlm.Says("another line");

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final MockLlm llm = MockLlm.start(0, told::add);

  @AfterEach
  void close() {
    llm.close();
  }

  /** The APIs, as the programs use them. */
  enum Api {
    ANTHROPIC("/v1/messages"),
    OPENAI("/v1/responses"),
    GOOGLE("/v1beta/models/some:streamGenerateContent?alt=sse");

    private final String path;

    Api(String path) {
      this.path = path;
    }

    Map<String, Object> said(String role, String text) {
      return switch (this) {
        case ANTHROPIC ->
            Map.of("role", role, "content", List.of(Map.of("type", "text", "text", text)));
        case OPENAI ->
            Map.of("role", role, "content", List.of(Map.of("type", "input_text", "text", text)));
        case GOOGLE -> Map.of("role", role, "parts", List.of(Map.of("text", text)));
      };
    }

    Map<String, Object> called(String id, String file) {
      return switch (this) {
        case ANTHROPIC ->
            Map.of(
                "role",
                "assistant",
                "content",
                List.of(Map.of("type", "tool_use", "id", id, "input", Map.of("file_path", file))));
        case OPENAI -> Map.of("type", "function_call", "call_id", id);
        case GOOGLE -> Map.of("role", "model", "parts", List.of());
      };
    }

    Map<String, Object> result(String id, String text) {
      return switch (this) {
        case ANTHROPIC ->
            Map.of(
                "role",
                "user",
                "content",
                List.of(Map.of("type", "tool_result", "tool_use_id", id, "content", text)));
        case OPENAI -> Map.of("type", "function_call_output", "call_id", id, "output", text);
        case GOOGLE ->
            Map.of("role", "user", "parts", List.of(Map.of("functionResponse", Map.of("id", id))));
      };
    }

    String request(String instructions, List<Map<String, Object>> messages) {
      return JsonMapper.shared()
          .writeValueAsString(
              switch (this) {
                case ANTHROPIC -> Map.of("system", instructions, "messages", messages);
                case OPENAI -> Map.of("instructions", instructions, "input", messages);
                case GOOGLE -> Map.of("systemInstruction", instructions, "contents", messages);
              });
    }
  }

  private static String prompt(String stage, int visit, int attempt, String task) {
    return Preamble.of(
            Fidelity.COMPACT,
            new Preamble.Facts(
                new NodeId(stage),
                visit,
                attempt,
                "RUN",
                "a goal",
                "/a run/work tree",
                "/a run/" + stage + "/status.json",
                List.of(new Preamble.Past(new NodeId("other"), "success", "")),
                Map.of("last_stage", "other"),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of()))
        + "\n## Your task\n"
        + task
        + "\n";
  }

  private void plays(MockLlm.When when, MockLlm.Answer answer) {
    llm.answers(
        List.of(
            new MockLlm.Line(when, 0, answer), new MockLlm.Line(MockLlm.When.ALWAYS, 0, OTHER)));
  }

  private String answer(Api api, List<Map<String, Object>> messages)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(llm.url() + api.path))
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          api.request("Instructions: implement plan", messages)))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private String answer(Api api, String prompt) throws IOException, InterruptedException {
    return answer(api, List.of(api.said("user", prompt)));
  }

  @ParameterizedTest
  @EnumSource
  void aStageIsFoundWhereTheEnginePutItAndNowhereElse(Api api) throws Exception {
    plays(MockLlm.When.stage("plan"), new MockLlm.Says("planned"));

    assertThat(answer(api, prompt("plan", 1, 1, "go"))).contains("planned");
    assertThat(answer(api, prompt("planned_work", 1, 1, "go"))).contains("another line");
    assertThat(answer(api, prompt("implement", 1, 1, "plan \"plan\""))).contains("another line");
    assertThat(answer(api, "plan")).contains("another line");
  }

  @ParameterizedTest
  @EnumSource
  void inASessionThatGoesOnTheLatestStageCounts(Api api) throws Exception {
    plays(MockLlm.When.stage("plan"), new MockLlm.Says("planned"));

    assertThat(
            answer(
                api,
                List.of(
                    api.said("user", prompt("plan", 1, 1, "go")),
                    api.said("assistant", "done"),
                    api.said("user", prompt("implement", 1, 1, "go on")))))
        .contains("another line");
  }

  @ParameterizedTest
  @EnumSource
  void visitAttemptAndWordsOfThePromptTellStagesApart(Api api) throws Exception {
    plays(new MockLlm.When("", "verify_*", 2, 3, "the \"loader\""), new MockLlm.Says("this one"));

    assertThat(answer(api, prompt("verify_loader", 2, 3, "Verify the \"loader\".")))
        .contains("this one");
    assertThat(answer(api, prompt("verify_loader", 1, 3, "Verify the \"loader\".")))
        .contains("another line");
    assertThat(answer(api, prompt("verify_loader", 2, 1, "Verify the \"loader\".")))
        .contains("another line");
    assertThat(answer(api, prompt("verify_loader", 2, 3, "Verify.")))
        .as("words of the prompt")
        .contains("another line");
    assertThat(answer(api, prompt("loader", 2, 3, "Verify the \"loader\".")))
        .as("a star is for text within an id")
        .contains("another line");
  }

  @ParameterizedTest
  @EnumSource
  void stepsAreTakenOneAfterTheOther(Api api) throws Exception {
    plays(
        MockLlm.When.stage("work"),
        new MockLlm.Works(
            List.of(
                new MockLlm.Writes(Path.of("a.txt"), "it's \"a\"\n"),
                new MockLlm.Runs("sh test.sh"),
                new MockLlm.Reports("{\"status\":\"success\"}")),
            "all done"));
    List<Map<String, Object>> messages = new ArrayList<>();
    messages.add(api.said("user", prompt("work", 1, 1, "go")));

    assertThat(answer(api, messages)).contains("/a run/work tree/a.txt");
    step(api, messages, "1", "ok");
    assertThat(answer(api, messages)).contains("sh test.sh");
    step(api, messages, "2", "ok");
    assertThat(answer(api, messages))
        .as("where the program can write the status file")
        .contains(
            api == Api.ANTHROPIC ? "/a run/work/status.json" : "/a run/work tree/status.json");
    step(api, messages, "3", "ok");
    assertThat(answer(api, messages)).contains("all done");
    assertThat(told)
        .containsExactly(
            "work (visit 1, attempt 1): step 1 of 3",
            "work (visit 1, attempt 1): step 2 of 3",
            "work (visit 1, attempt 1): step 3 of 3",
            "work (visit 1, attempt 1): the last word");
  }

  private static void step(Api api, List<Map<String, Object>> messages, String id, String result) {
    messages.add(api.called(id, "/w/a.txt"));
    messages.add(api.result(id, result));
  }

  @Test
  void claudeReadsAFileBeforeItOverwritesIt() throws Exception {
    plays(
        MockLlm.When.stage("work"),
        MockLlm.Works.of(new MockLlm.Writes(Path.of("a.txt"), "a"), "all done"));
    List<Map<String, Object>> messages = new ArrayList<>();
    messages.add(Api.ANTHROPIC.said("user", prompt("work", 1, 1, "go")));

    step(Api.ANTHROPIC, messages, "toolu_step_0", "File has not been read yet. Read it first");
    assertThat(answer(Api.ANTHROPIC, messages))
        .contains("\"name\":\"Read\"")
        .contains("/w/a.txt")
        .contains("toolu_read_0");
    step(Api.ANTHROPIC, messages, "toolu_read_0", "its content");
    assertThat(answer(Api.ANTHROPIC, messages)).contains("\"name\":\"Write\"");
    step(Api.ANTHROPIC, messages, "toolu_step_0", "ok");
    assertThat(answer(Api.ANTHROPIC, messages)).contains("all done");
  }

  @Test
  void codexIsGivenTimeForALongCommand() throws Exception {
    plays(MockLlm.When.stage("work"), MockLlm.Works.of(new MockLlm.Runs("sh long.sh"), "all done"));
    List<Map<String, Object>> messages = new ArrayList<>();
    messages.add(Api.OPENAI.said("user", prompt("work", 1, 1, "go")));

    step(Api.OPENAI, messages, "call_step_0", "Process running with session ID 4711");
    assertThat(answer(Api.OPENAI, messages)).contains("write_stdin").contains("4711");
    step(Api.OPENAI, messages, "call_wait_0", "Process exited with code 0");
    assertThat(answer(Api.OPENAI, messages)).contains("all done");
  }
}
