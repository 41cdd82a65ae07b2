package dev.attractor.providers.codex;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real program printed, replayed, and how its command line is put together. */
class CodexTest {
  private final CodexStream stream = new CodexStream();

  @Test
  void aWrittenFileIsACommandItsResultATextAndAResult() throws IOException {
    assertThat(Captures.replay("codex", "write", stream))
        .extracting(AgentEvent::type)
        .containsExactly("session_started", "tool_call", "tool_result", "text", "result");
    assertThat(stream.failure()).isEmpty();
    AgentEvent.Result result = stream.result().orElseThrow();
    assertThat(result.text()).isEqualTo("All done.");
    assertThat(result.usage().inputTokens()).isEqualTo(20);
    assertThat(stream.session()).contains("01a20da0-47ad-73e1-ad06-16e9d41fd8be");
  }

  @ParameterizedTest
  @CsvSource({
    "400,DETERMINISTIC,HTTP 400",
    "401,DETERMINISTIC,HTTP 401",
    "403,DETERMINISTIC,HTTP 403",
    "404,DETERMINISTIC,HTTP 404",
    "429,TRANSIENT_INFRA,HTTP 429",
    "500,TRANSIENT_INFRA,turn.failed",
    "529,TRANSIENT_INFRA,HTTP 529",
  })
  void aFailedCallIsClassified(String name, FailureClass expected, String evidence)
      throws IOException {
    List<AgentEvent> events = Captures.replay("codex", name, stream);

    Failure failure = stream.failure().orElseThrow();
    assertThat(failure.failureClass()).isEqualTo(expected);
    assertThat(failure.evidence()).contains(evidence);
    assertThat(stream.isHopeless())
        .as("an announced retry of a call that waiting cannot heal")
        .isEqualTo(
            expected == FailureClass.DETERMINISTIC
                && events.stream().anyMatch(AgentEvent.RetryNotice.class::isInstance));
  }

  @Test
  void anUnansweredCallEndsWithoutAResult() throws IOException {
    assertThat(Captures.replay("codex", "hang", stream))
        .extracting(AgentEvent::type)
        .containsExactly("session_started");
    assertThat(stream.result()).isEmpty();
  }

  @Test
  void whatItDoesNotKnowIsNoError() {
    assertThat(stream.line("Reading prompt from stdin...")).isEmpty();
    assertThat(stream.line("{\"type\":\"item.completed\",\"item\":{\"type\":\"new\"}}")).isEmpty();
    assertThat(stream.line("{\"type\":\"brand.new\"}")).isEmpty();
    assertThat(stream.failure()).isEmpty();
  }

  @Test
  void theCommandLine() {
    Played played =
        new Played(
            new ProcessResult.Exited(0),
            Map.of("OPENAI_API_KEY", "k", "OPENAI_BASE_URL", "http://localhost:1/v1"),
            "{\"type\":\"thread.started\",\"thread_id\":\"T\"}",
            "{\"type\":\"turn.completed\",\"usage\":{}}");

    assertThat(
            new CliAgent(new CodexCli())
                .run(Tasks.task("do it", Optional.of("T")), played)
                .confirmed())
        .isTrue();

    assertThat(played.started().getFirst().argv())
        .startsWith("codex", "exec", "resume", "--json")
        .containsSubsequence("-c", "sandbox_mode=\"workspace-write\"", "-m", "a-model")
        .contains("model_reasoning_effort=\"high\"")
        .contains("model_providers.attractor.base_url=\"http://localhost:1/v1\"")
        .endsWith("T", "do it");
    assertThat(played.started().getFirst().environment())
        .containsEntry("CODEX_HOME", "/home")
        .containsEntry("OPENAI_API_KEY", "k")
        .doesNotContainKeys("CLAUDECODE", "TMPDIR");
  }

  /** Its commands would not start there where bubblewrap is installed. */
  @ParameterizedTest
  @ValueSource(strings = {"temporary/home", "link/home", "elsewhere/home"})
  void aHomeBelowTheTemporaryFolderComesWithAnother(String home, @TempDir Path root)
      throws IOException {
    Path folder = root.toRealPath();
    Path temporary = Files.createDirectories(folder.resolve("temporary"));
    Files.createSymbolicLink(folder.resolve("link"), temporary);
    Path real = Files.createDirectories(folder.resolve(home)).toRealPath();
    String usual = home.startsWith("elsewhere") ? "" : temporary.toString();
    Played played =
        new Played(new ProcessResult.Exited(0), Map.of("OPENAI_API_KEY", "k"), "no event");

    new CliAgent(new CodexCli())
        .run(
            Tasks.task("do it", Optional.empty(), folder.resolve(home), Map.of("TMPDIR", usual)),
            played);

    assertThat(played.started().getFirst().environment())
        .containsEntry("CODEX_HOME", folder.resolve(home).toString())
        .containsEntry("TMPDIR", real.resolve("tmp").toString());
    assertThat(real.resolve("tmp")).isDirectory();
  }

  @Test
  void withoutAKeyItWorksInThePersonsOwnHome() {
    Played played = new Played(new ProcessResult.Exited(0), Map.of("HOME", "/h"));

    new CliAgent(new CodexCli()).run(Tasks.task("x".repeat(200_000), Optional.empty()), played);

    assertThat(played.started().getFirst().environment()).containsEntry("CODEX_HOME", "/h/.codex");
    assertThat(played.started().getFirst().argv()).endsWith("-").contains("exec");
    assertThat(played.started().getFirst().stdin()).hasSize(200_000);
    assertThat(played.started().getFirst().idleTimeout()).isPresent();
  }
}
