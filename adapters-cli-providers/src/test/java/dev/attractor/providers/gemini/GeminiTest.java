package dev.attractor.providers.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.providers.cli.Captures;
import dev.attractor.providers.cli.CliAgent;
import dev.attractor.providers.cli.Played;
import dev.attractor.providers.cli.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real program printed, replayed, and how its command line is put together. */
class GeminiTest {
  private final GeminiStream stream = new GeminiStream();

  @Test
  void aWrittenFileIsAToolCallItsResultATextAndAResult() throws IOException {
    assertThat(Captures.replay("gemini", "write", stream))
        .extracting(AgentEvent::type)
        .containsExactly("session_started", "tool_call", "tool_result", "text", "result");
    assertThat(stream.failure()).isEmpty();
    assertThat(stream.result().orElseThrow().text()).isEqualTo("All done.");
    assertThat(stream.result().orElseThrow().usage().outputTokens()).isEqualTo(10);
    assertThat(stream.session()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"400", "401", "403", "404"})
  void aFailedCallIsClassifiedByItsStatus(int status) throws IOException {
    Captures.replay("gemini", Integer.toString(status), stream);

    Failure failure = stream.failure().orElseThrow();
    assertThat(failure.failureClass()).isEqualTo(FailureClass.DETERMINISTIC);
    assertThat(failure.evidence()).contains("HTTP " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 529})
  void itSaysOnItsErrorOutputThatItTriesAgain(int status) throws IOException {
    assertThat(Captures.replay("gemini", Integer.toString(status), stream))
        .filteredOn(AgentEvent.RetryNotice.class::isInstance)
        .first()
        .satisfies(
            notice -> assertThat(((AgentEvent.RetryNotice) notice).status()).isEqualTo(status));
    assertThat(stream.isHopeless()).as("waiting can heal it").isFalse();
    assertThat(stream.result()).isEmpty();
  }

  @Test
  void whatItDoesNotKnowIsNoError() {
    assertThat(stream.line("YOLO mode is enabled.")).isEmpty();
    assertThat(stream.line("{\"type\":\"brand_new\"}")).isEmpty();
    assertThat(stream.failure()).isEmpty();
  }

  @Test
  void theCommandLine(@TempDir Path home) {
    Played played =
        new Played(
            new ProcessResult.Exited(0),
            Map.of("GEMINI_API_KEY", "k"),
            "{\"type\":\"init\",\"session_id\":\"S\"}",
            "{\"type\":\"result\",\"status\":\"success\"}");

    assertThat(
            new CliAgent(new GeminiCli())
                .run(Tasks.task("do it", Optional.of("S"), home), played)
                .confirmed())
        .isTrue();

    assertThat(played.started().getFirst().argv())
        .containsExactly(
            "gemini",
            "--output-format",
            "stream-json",
            "--yolo",
            "--skip-trust",
            "-m",
            "a-model",
            "--resume",
            "S",
            "-p",
            "do it");
    assertThat(played.started().getFirst().environment())
        .containsEntry("GEMINI_CLI_HOME", home.toString());
    assertThat(home.resolve(".gemini/settings.json")).content().contains("gemini-api-key");
  }
}
