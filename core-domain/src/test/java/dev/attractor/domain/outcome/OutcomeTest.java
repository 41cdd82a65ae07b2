package dev.attractor.domain.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS §3 and §4: outcomes and failure classes. */
class OutcomeTest {
  private static StageReport report(String status, String reason, String failureClass) {
    return new StageReport(status, reason, failureClass, "", "", List.of(), Map.of(), "");
  }

  @ParameterizedTest
  @CsvSource({
    "succeeded,success",
    "OK,success",
    "failed,fail",
    "failure,fail",
    "error,fail",
    "partially_succeeded,partial_success",
    "Partial-Success,partial_success",
    "degraded_success,partial_success",
    "skip,skipped",
    "Needs DoD,needs_dod"
  })
  void outcomeWordsHaveAliases(String written, String word) {
    assertThat(report(written, "", "").toOutcome().status().word()).isEqualTo(word);
  }

  @Test
  void aCustomVerdictCountsAsSuccess() {
    Status verdict = report("needs_dod", "", "").toOutcome().status();

    assertThat(verdict.isFailure()).isFalse();
    assertThat(verdict.satisfiesGoalGate()).isTrue();
  }

  @Test
  void anEmptyReasonIsNamed() {
    assertThat(report("fail", " ", "").toOutcome().failure().orElseThrow().reason())
        .isEqualTo("no failure reason given");
  }

  @ParameterizedTest
  @CsvSource({
    "Transient-Infra,x,TRANSIENT_INFRA",
    "' budget exhausted ',x,BUDGET_EXHAUSTED",
    "nonsense,connection refused,TRANSIENT_INFRA",
    "'',HTTP 502 from the proxy,TRANSIENT_INFRA",
    "'',test_502_passes is missing,DETERMINISTIC",
    "'',cannot open /srv/502/x,DETERMINISTIC",
    "'',something nobody knows,DETERMINISTIC"
  })
  void theClassOfAFailComesFromTheFirstSourceThatKnowsIt(
      String written, String reason, FailureClass expected) {
    assertThat(report("fail", reason, written).toOutcome().failure().orElseThrow().failureClass())
        .isEqualTo(expected);
  }

  @Test
  void aRetryWithoutAClassIsTransientForTheStageAskedForIt() {
    assertThat(report("retry", "again", "").toOutcome().failure().orElseThrow().failureClass())
        .isEqualTo(FailureClass.TRANSIENT_INFRA);
  }

  @ParameterizedTest
  @CsvSource({
    "'line 12 of /tmp/a1/x.go','line 99 of /var/b/y.go'",
    "'commit 0a1b2c3d4e5f is bad','commit ffee00112233 is bad'",
    "'two   blanks','Two blanks'"
  })
  void twoFailuresWithOneSignatureAreTheSame(String one, String other) {
    assertThat(FailureSignature.of("n", Failure.of(FailureClass.DETERMINISTIC, one)))
        .isEqualTo(FailureSignature.of("n", Failure.of(FailureClass.DETERMINISTIC, other)));
  }

  @Test
  void nodeClassAndWordsMakeADifference() {
    Failure failure = Failure.of(FailureClass.DETERMINISTIC, "a");

    assertThat(FailureSignature.of("n", failure))
        .isNotEqualTo(FailureSignature.of("m", failure))
        .isNotEqualTo(FailureSignature.of("n", Failure.of(FailureClass.DETERMINISTIC, "b")))
        .isNotEqualTo(FailureSignature.of("n", Failure.of(FailureClass.STRUCTURAL, "a")));
  }
}
