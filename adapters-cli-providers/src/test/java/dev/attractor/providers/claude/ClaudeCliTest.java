package dev.attractor.providers.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.ports.spi.AgentResult;
import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProviderSettings;
import dev.attractor.providers.cli.CliAgent;
import dev.attractor.providers.cli.Played;
import dev.attractor.providers.cli.Tasks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the command line is put together and its end is judged; the program itself is played. */
class ClaudeCliTest {
  private static final String GOOD_RESULT =
      "{\"type\":\"result\",\"is_error\":false,\"result\":\"done\",\"session_id\":\"s\"}";

  private static AgentTask task(String prompt) {
    return Tasks.task(prompt, Optional.of("S1"));
  }

  private static Optional<FailureClass> failureClass(ProcessResult.End end, String... lines) {
    AgentResult result =
        new CliAgent(new ClaudeCli()).run(task("p"), new Played(end, Map.of(), lines));
    return result.failure().map(Failure::failureClass);
  }

  @Test
  void theCommandLineAlwaysPairsStreamJsonWithVerbose() {
    Played played = new Played(new ProcessResult.Exited(0), Map.of(), GOOD_RESULT);

    AgentResult result = new CliAgent(new ClaudeCli()).run(task("do it"), played);

    assertThat(played.started().getFirst().argv())
        .containsExactly(
            "claude",
            "-p",
            "--output-format",
            "stream-json",
            "--verbose",
            "--dangerously-skip-permissions",
            "--model",
            "a-model",
            "--resume",
            "S1",
            "do it");
    assertThat(result.confirmed()).isTrue();
    assertThat(result.response()).isEqualTo("done");
    assertThat(result.session()).contains("s");
  }

  @Test
  void aLongPromptGoesThroughStandardInput() {
    Played played = new Played(new ProcessResult.Exited(0), Map.of(), GOOD_RESULT);
    String prompt = "x".repeat(300_000);

    AgentResult result = new CliAgent(new ClaudeCli()).run(task(prompt), played);

    assertThat(played.started().getFirst().argv()).doesNotContain(prompt);
    assertThat(played.started().getFirst().stdin()).isEqualTo(prompt);
    assertThat(result.invocation().orElseThrow().promptMode()).isEqualTo("stdin");
  }

  @Test
  void theEnvironmentHasTheProvidersVariablesAndNoMarksOfAnEnclosingSession() {
    Played played =
        new Played(
            new ProcessResult.Exited(0),
            Map.of("ANTHROPIC_API_KEY", "k", "OTHER", "x"),
            GOOD_RESULT);

    new CliAgent(new ClaudeCli()).run(task("p"), played);

    assertThat(played.started().getFirst().environment())
        .containsEntry("ANTHROPIC_API_KEY", "k")
        .containsEntry("DISABLE_AUTOUPDATER", "1")
        .doesNotContainKeys("CLAUDECODE", "OTHER");
  }

  @Test
  void howItEndedDecidesWhenTheStreamSaysNothing() {
    assertThat(failureClass(new ProcessResult.Exited(0), GOOD_RESULT)).isEmpty();
    assertThat(failureClass(new ProcessResult.Exited(0))).contains(FailureClass.TRANSIENT_INFRA);
    assertThat(failureClass(new ProcessResult.Exited(1))).contains(FailureClass.DETERMINISTIC);
    assertThat(failureClass(new ProcessResult.NotStarted("gone")))
        .contains(FailureClass.DETERMINISTIC);
    assertThat(failureClass(new ProcessResult.Stopped(ProcessResult.Reason.TIMEOUT)))
        .contains(FailureClass.TRANSIENT_INFRA);
    assertThat(failureClass(new ProcessResult.Stopped(ProcessResult.Reason.IDLE)))
        .contains(FailureClass.TRANSIENT_INFRA);
    assertThat(failureClass(new ProcessResult.Stopped(ProcessResult.Reason.CANCELED), GOOD_RESULT))
        .contains(FailureClass.CANCELED);
  }

  @Test
  void aHopelessRetryIsDeterministicAndEndsAtOnce() {
    assertThat(
            failureClass(
                new ProcessResult.Stopped(ProcessResult.Reason.ENOUGH),
                "{\"type\":\"system\",\"subtype\":\"api_retry\",\"attempt\":1,"
                    + "\"error_status\":401,\"error\":\"authentication_failed\"}"))
        .contains(FailureClass.DETERMINISTIC);
  }

  @Test
  void aGoodResultWithABadExitCodeIsAFailure() {
    assertThat(failureClass(new ProcessResult.Exited(1), GOOD_RESULT))
        .contains(FailureClass.DETERMINISTIC);
  }

  @Test
  void theProbeFindsAProgramThatLacksAFlag() {
    Played played =
        new Played(
            new ProcessResult.Exited(0),
            Map.of("ANTHROPIC_API_KEY", "k"),
            "--output-format stream-json --dangerously-skip-permissions");

    List<Finding> findings = new CliAgent(new ClaudeCli()).probe(ProviderSettings.NONE, played);

    assertThat(findings)
        .filteredOn(finding -> finding.level() == Finding.Level.FAIL)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.message()).contains("--verbose");
          assertThat(finding.remedy()).contains("npm install");
        });
  }

  @Test
  void theProbeFindsAMissingProgram() {
    List<Finding> findings =
        new CliAgent(new ClaudeCli())
            .probe(
                ProviderSettings.NONE,
                new Played(new ProcessResult.NotStarted("there is no program claude"), Map.of()));

    assertThat(findings).extracting(Finding::level).containsExactly(Finding.Level.FAIL);
  }
}
