package dev.attractor.providers.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.providers.cli.Captures;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the real program printed, replayed; where there are no recordings the test says so. */
class ClaudeStreamTest {
  private final ClaudeStream stream = new ClaudeStream();

  private List<AgentEvent> replay(String name) throws IOException {
    return Captures.replay("claude", name, stream);
  }

  @Test
  void whatItWaitedLastIsInTheEvidence() {
    List<AgentEvent> again =
        stream.line(
            """
            {"type":"system","subtype":"api_retry","attempt":1,"retry_delay_ms":30000.7,"error_status":429}\
            """);
    List<AgentEvent> last =
        stream.line(
            """
            {"type":"result","subtype":"success","is_error":true,"api_error_status":429,"result":"slow"}\
            """);

    assertThat(again).extracting(AgentEvent::type).containsExactly("retry_notice");
    assertThat(last).extracting(AgentEvent::type).containsExactly("result");
    assertThat(stream.failure().orElseThrow().retryAfter()).contains(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource({
    "-1,0.5",
    "1e999,0.5",
    "1,-0.5",
    "1,1e99",
    "1,1e-99",
    "1,1e999999999",
    "1,1e-999999999"
  })
  void numbersThatCannotBeAreNoUseAndNoHarm(String tokens, String cost) {
    stream.line(
        """
        {"type":"result","subtype":"success","is_error":false,"result":"done",\
        "usage":{"input_tokens":1,"output_tokens":%s},"total_cost_usd":%s}\
        """
            .formatted(tokens, cost));

    AgentEvent.Result result = stream.result().orElseThrow();
    assertThat(result.text()).isEqualTo("done");
    assertThat(result.usage().plus(result.usage()).costUsd().toPlainString()).hasSizeLessThan(20);
  }

  @Test
  void aWrittenFileIsAToolCallItsResultATextAndAResult() throws IOException {
    List<AgentEvent> events = replay("write");

    assertThat(events)
        .extracting(AgentEvent::type)
        .containsExactly("session_started", "tool_call", "tool_result", "text", "result");
    assertThat(stream.failure()).isEmpty();
    AgentEvent.Result result = stream.result().orElseThrow();
    assertThat(result.failed()).isFalse();
    assertThat(result.usage().inputTokens()).isEqualTo(24);
    assertThat(result.usage().outputTokens()).isEqualTo(25);
    assertThat(result.usage().costUsd()).isEqualByComparingTo("0.000745");
    assertThat(stream.session()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "400,DETERMINISTIC",
    "401,DETERMINISTIC",
    "403,DETERMINISTIC",
    "404,DETERMINISTIC",
    "429,TRANSIENT_INFRA",
    "500,TRANSIENT_INFRA",
    "529,TRANSIENT_INFRA",
  })
  void aFailedCallIsClassifiedByItsStatus(String status, FailureClass expected) throws IOException {
    List<AgentEvent> events = replay(status);

    Failure failure = stream.failure().orElseThrow();
    assertThat(failure.failureClass()).isEqualTo(expected);
    assertThat(failure.evidence()).contains("HTTP " + status);
    assertThat(stream.isHopeless())
        .as("an announced retry of a call that waiting cannot heal")
        .isEqualTo(
            events.stream()
                .anyMatch(e ->
                    e instanceof AgentEvent.RetryNotice notice
                        && notice.status() < 429
                        && notice.status() >= 400));
  }

  @Test
  void anUnansweredCallEndsWithoutAResult() throws IOException {
    assertThat(replay("hang")).extracting(AgentEvent::type).containsExactly("session_started");
    assertThat(stream.result()).isEmpty();
  }

  @Test
  void successInTheSubtypeIsNotBelieved() {
    List<AgentEvent> events =
        stream.line(
            "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":true,"
                + "\"api_error_status\":401,\"result\":\"no\"}");

    assertThat(events).hasSize(1);
    assertThat(stream.failure().map(Failure::failureClass))
        .isEqualTo(Optional.of(FailureClass.DETERMINISTIC));
  }

  @Test
  void aResultThatDoesNotSayWhetherItFailedHasFailed() {
    assertThat(stream.line("{\"type\":\"result\"}")).hasSize(1);

    assertThat(stream.failure()).isPresent();
  }

  @Test
  void whatItDoesNotKnowIsNoError() {
    assertThat(stream.line("Warning: not JSON")).isEmpty();
    assertThat(stream.line("{\"type\":\"brand_new\",\"x\":1}")).isEmpty();
    assertThat(stream.line("[1,2]")).isEmpty();
    assertThat(
            stream.line(
                "{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"thinking\"}]}}"))
        .isEmpty();
    assertThat(stream.failure()).isEmpty();
  }
}
