package dev.attractor.reports.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.runfolder.StageEvidence;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stages say against what is found of it. */
class QuestionTest {
  private static final Attempt ATTEMPT = Attempt.parse("work#1.1");

  private static Stint stint(
      NodeKind kind,
      Outcome outcome,
      String response,
      OptionalInt exit,
      StageEvidence.ToolCall... calls) {
    return new Stint(
        1,
        "",
        ATTEMPT,
        0,
        kind,
        Instant.EPOCH,
        Instant.EPOCH,
        Optional.of(
            new RunEvent.StageAttemptEnded(
                ATTEMPT, outcome, Duration.ZERO, Usage.NONE, Optional.empty(), "c")),
        false,
        new StageEvidence(
            Optional.empty(),
            Optional.empty(),
            Optional.of(new StageEvidence.Excerpt(response, true, Path.of("/r/response.md"))),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new StageEvidence.Program("", "", List.of("x"), exit, "")),
            List.of(calls)));
  }

  private static StageEvidence.ToolCall call(String input, boolean failed) {
    return new StageEvidence.ToolCall("bash", input, Optional.of(failed));
  }

  private static List<Question> said(String response, StageEvidence.ToolCall... calls) {
    return Question.of(
        stint(NodeKind.AGENT, Outcome.success(), response, OptionalInt.of(0), calls));
  }

  @ParameterizedTest
  @CsvSource({
    "I ran `npm test` and it was fine.",
    "All tests pass now.",
    "Done. The test suite is green.",
    "The build succeeded.",
  })
  void whatIsNotFoundIsAskedAbout(String response) {
    assertThat(said(response))
        .singleElement()
        .satisfies(asked -> assertThat(response).contains(asked.said()));
  }

  @ParameterizedTest
  @CsvSource({
    "You can run `npm test` yourself.",
    "I did not run `npm test`.",
    "Tests should pass.",
    "I wrote a test.",
    "See `src/main.c`.",
    "''",
  })
  void whatIsNotClaimedIsNotAskedAbout(String response) {
    assertThat(said(response)).isEmpty();
  }

  @Test
  void whatIsFoundIsNotAskedAbout() {
    assertThat(
            said(
                "I ran `npm test`, and all tests pass.",
                call("{\"command\":\"npm test 2>&1\"}", false)))
        .isEmpty();
    assertThat(said("All tests pass.", call("{\"command\":\"mvn -q verify\"}", true)))
        .singleElement()
        .satisfies(asked -> assertThat(asked.found()).contains("has failed"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bash | {\"command\":\"ls src/test\"}",
        "bash | {\"command\":\"cd x && cat test.log | tail -3\"}",
        "bash | {\"command\":\"git commit -m test\"}",
        "bash | {\"command\":\"mkdir -p test; touch test/a\"}",
        "shell | [\"bash\",\"-lc\",\"grep -rn test src\"]",
        "Read | {\"file_path\":\"test/all.test.js\"}",
      })
  void whatOnlyHasTheWordInItIsNoTest(String tool, String input) {
    StageEvidence.ToolCall call = new StageEvidence.ToolCall(tool, input, Optional.of(false));
    assertThat(said("All tests pass.", call)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Bash | {\"command\":\"cd app && go test ./...\",\"description\":\"tests\"}",
        "shell | {\"command\":[\"bash\",\"-lc\",\"npm test\"]}",
        "shell | [\"bash\",\"-lc\",\"cat x; ./run-tests.sh\"]",
        "run_shell_command | {\"command\":\"mvn -q verify | tail -5\"}",
        "exec | npm t",
      })
  void whatRunsATestIsOne(String tool, String input) {
    StageEvidence.ToolCall call = new StageEvidence.ToolCall(tool, input, Optional.of(false));
    assertThat(said("All tests pass.", call)).isEmpty();
  }

  @Test
  void theStatusIsHeldAgainstTheExitCode() {
    assertThat(Question.of(stint(NodeKind.AGENT, Outcome.success(), "", OptionalInt.of(2))))
        .singleElement()
        .satisfies(asked -> assertThat(asked.found()).contains("exit code 2"));
    Outcome failed = Outcome.fail(FailureClass.DETERMINISTIC, "no");
    assertThat(Question.of(stint(NodeKind.TOOL, failed, "", OptionalInt.of(2)))).isEmpty();
    assertThat(Question.of(stint(NodeKind.TOOL, failed, "", OptionalInt.empty()))).isEmpty();
  }
}
