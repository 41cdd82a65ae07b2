package dev.attractor.fs.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.agent.Usage;
import dev.attractor.ports.runfolder.StageInvocation;
import dev.attractor.ports.spi.Invocation;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessSpec;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * SEMANTICS §10: {@code cli_invocation.json}, {@code tool_invocation.json}, {@code events.ndjson}.
 */
class StageJsonTest {
  private static final Instant BEGIN = Instant.parse("2026-11-29T10:00:00Z");
  private static final Usage USAGE = new Usage(3, 1, 2, new BigDecimal("0.25"));

  private static JsonNode tool(ProcessResult.End end) {
    return StageJson.of(
        new StageInvocation.OfTool(
            ProcessSpec.of(
                List.of("sh", "-c", "true"), Path.of("/work"), Map.of("B", "1", "A", "2")),
            new ProcessResult(end, BEGIN, BEGIN.plusMillis(7))));
  }

  @Test
  void anAgentsInvocationHasAllFieldsOfTheContract() {
    JsonNode json =
        StageJson.of(
            new StageInvocation.OfAgent(
                "anthropic",
                "opus",
                Path.of("/work"),
                new Invocation(
                    "claude",
                    List.of("claude", "-p"),
                    "argument",
                    List.of("PATH", "HOME"),
                    new ProcessResult(new ProcessResult.Exited(0), BEGIN, BEGIN.plusMillis(7))),
                "s-1",
                USAGE));

    assertThat(Json.LINE.writeValueAsString(json))
        .isEqualTo(
            """
            {"provider":"anthropic","model":"opus","executable":"claude","argv":["claude","-p"],\
            "working_dir":"/work","prompt_mode":"argument","env_names":["HOME","PATH"],\
            "started_at":"2026-11-29T10:00:00Z","ended_at":"2026-11-29T10:00:00.007Z","duration_ms":7,\
            "exit_code":0,"signal":null,"session_id":"s-1",\
            "usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2},"cost_usd":0.25}\
            """);
  }

  @ParameterizedTest
  @CsvSource({"137,9", "143,15", "129,1", "192,64"})
  void whatASignalEndedSaysWhichOne(int code, int signal) {
    assertThat(tool(new ProcessResult.Exited(code)).path("signal").asInt()).isEqualTo(signal);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "127", "128", "193", "255"})
  void whatEndedByItselfHasNone(int code) {
    JsonNode json = tool(new ProcessResult.Exited(code));

    assertThat(json.path("exit_code").asInt()).isEqualTo(code);
    assertThat(json.path("signal").isNull()).isTrue();
  }

  @Test
  void whatWasEndedHasNoCodeOfItsOwn() {
    JsonNode json = tool(new ProcessResult.Stopped(ProcessResult.Reason.TIMEOUT));

    assertThat(json.path("exit_code").isNull()).isTrue();
    assertThat(json.path("ended_by_attractor").asString()).isEqualTo("timeout");
    assertThat(json.path("env_names").toString()).isEqualTo("[\"A\",\"B\"]");
  }

  @Test
  void eventsAreWrittenAsTheyCame() {
    assertThat(
            List.of(
                    new AgentEvent.SessionStarted("s", "opus"),
                    new AgentEvent.Text("say \"hi\"\n"),
                    new AgentEvent.ToolCall("1", "bash", "{}"),
                    new AgentEvent.ToolResult("1", "out", true),
                    new AgentEvent.RetryNotice(2, 529, "overloaded"),
                    new AgentEvent.Failed(0, "lost"),
                    new AgentEvent.Result(false, "done", USAGE))
                .stream()
                .map(event -> Json.LINE.writeValueAsString(StageJson.of(event))))
        .containsExactly(
            "{\"type\":\"session_started\",\"session_id\":\"s\",\"model\":\"opus\"}",
            "{\"type\":\"text\",\"text\":\"say \\\"hi\\\"\\n\"}",
            "{\"type\":\"tool_call\",\"id\":\"1\",\"tool\":\"bash\",\"input\":\"{}\"}",
            "{\"type\":\"tool_result\",\"id\":\"1\",\"output\":\"out\",\"failed\":true}",
            "{\"type\":\"retry_notice\",\"attempt\":2,\"http_status\":529,\"error\":\"overloaded\"}",
            "{\"type\":\"error\",\"http_status\":0,\"message\":\"lost\"}",
            "{\"type\":\"result\",\"failed\":false,\"text\":\"done\",\"input_tokens\":3,"
                + "\"cached_input_tokens\":1,\"output_tokens\":2,\"cost_usd\":0.25}");
  }
}
