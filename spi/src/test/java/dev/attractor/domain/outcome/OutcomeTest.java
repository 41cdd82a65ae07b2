package dev.attractor.domain.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
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

  private static StageReport reportWith(Map<String, String> context, String notes, String details) {
    return new StageReport("fail", "", "", "", "", List.of(), context, notes, details);
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

  @ParameterizedTest
  @CsvSource({
    "transient,TRANSIENT_INFRA",
    "infra,TRANSIENT_INFRA",
    "infra_transient,TRANSIENT_INFRA",
    "Infrastructure-Transient,TRANSIENT_INFRA",
    "transient infrastructure,TRANSIENT_INFRA",
    "TransientInfra,TRANSIENT_INFRA",
    "TIMEOUT,TRANSIENT_INFRA",
    "rate limit,TRANSIENT_INFRA",
    "cancelled,CANCELED",
    "Aborted,CANCELED",
    "budget,BUDGET_EXHAUSTED",
    "quota,BUDGET_EXHAUSTED",
    "max-turns,BUDGET_EXHAUSTED",
    "Context Length,BUDGET_EXHAUSTED",
    "permanent,DETERMINISTIC",
    "logic,DETERMINISTIC",
    "product,DETERMINISTIC",
    "compilation loop,COMPILATION_LOOP",
    "Structural,STRUCTURAL"
  })
  void theWordsOfOtherRunnersForAClassAreEvenedOut(String written, FailureClass expected) {
    assertThat(FailureClass.parse(written)).contains(expected);
    assertThat(
            reportWith(Map.of("context.failure_class", written), "", "")
                .toOutcome()
                .failure()
                .map(Failure::failureClass))
        .contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'reason','details','notes',reason",
    "'','details','notes',details",
    "' ','','notes',notes",
    "'','','',no failure reason given"
  })
  void aFailureWithoutAReasonTakesDetailsThenNotes(
      String reason, String details, String notes, String expected) {
    for (String word : List.of("fail", "retry")) {
      Outcome outcome =
          new StageReport(word, reason, "", "", "", List.of(), Map.of(), notes, details)
              .toOutcome();

      assertThat(outcome.failure().map(Failure::reason)).contains(expected);
    }
  }

  @Test
  void theReasonThatDetailsGiveIsLookedUpInTheTableToo() {
    assertThat(reportWith(Map.of(), "", "connection refused").toOutcome().failure().orElseThrow())
        .isEqualTo(Failure.of(FailureClass.TRANSIENT_INFRA, "connection refused", "status file"));
  }

  @Test
  void aLeadingContextOfAKeyIsDroppedAndThePlainKeyCounts() {
    assertThat(reportWith(Map.of("context.color", "blue"), "", "").toOutcome().contextUpdates())
        .isEqualTo(Map.of("color", "blue"));
    assertThat(
            reportWith(Map.of("context.context.a.b", "1", "context", "x"), "", "")
                .toOutcome()
                .contextUpdates())
        .isEqualTo(Map.of("a.b", "1", "context", "x"));
    Map<String, String> both = new LinkedHashMap<>();
    both.put("color", "plain");
    both.put("context.color", "prefixed");
    assertThat(reportWith(both, "", "").toOutcome().contextUpdates())
        .isEqualTo(Map.of("color", "plain"));
  }

  @ParameterizedTest
  @CsvSource({
    "TRANSIENT_INFRA,slow,HTTP 429 in the event result,true",
    "TRANSIENT_INFRA,slow,HTTP 529 in the event result,true",
    "TRANSIENT_INFRA,slow,HTTP 503 in the event turn.failed,true",
    "TRANSIENT_INFRA,slow,HTTP 500 in the event result,false",
    "TRANSIENT_INFRA,the reviewer is overloaded,error in the script,true",
    "TRANSIENT_INFRA,Rate limit reached for gpt-5.4,status file,true",
    "TRANSIENT_INFRA,the model did not answer: HTTP 529 overloaded,the event api_retry,true",
    "TRANSIENT_INFRA,again,'status file, failure_class rate_limit',true",
    "TRANSIENT_INFRA,stream disconnected before completion,the event turn.failed,false",
    "TRANSIENT_INFRA,expected 429 but got 503,status file,false",
    "BUDGET_EXHAUSTED,HTTP 429 Too Many Requests: you exceeded your quota,exit code 1,true",
    "DETERMINISTIC,HTTP 429,exit code 1,true"
  })
  void aRateLimitIsKnownByEvidenceOrWords(
      FailureClass kind, String reason, String evidence, boolean expected) {
    assertThat(Failure.of(kind, reason, evidence).isRateLimit()).isEqualTo(expected);
  }

  @Test
  void anAgentsOwnWordRateLimitIsEvidence() {
    assertThat(
            report("fail", "again", "Rate Limit").toOutcome().failure().orElseThrow().isRateLimit())
        .isTrue();
    assertThat(
            report("fail", "again", "transient").toOutcome().failure().orElseThrow().isRateLimit())
        .isFalse();
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
