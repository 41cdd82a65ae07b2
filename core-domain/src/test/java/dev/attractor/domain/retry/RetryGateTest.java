package dev.attractor.domain.retry;

import static dev.attractor.domain.PipelineText.valid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.pipeline.NodeId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS §5: retry gating. */
class RetryGateTest {
  private static final Failure SLOW = Failure.of(FailureClass.TRANSIENT_INFRA, "slow");

  private static RetryPolicy policy(String nodeAttributes, String graphAttributes) {
    ValidPipeline pipeline =
        valid(
            "%s start [shape=Mdiamond] exit [shape=Msquare] n [prompt=x %s] start -> n -> exit"
                .formatted(graphAttributes, nodeAttributes));
    return RetryPolicy.of(pipeline.graph(), pipeline.node(new NodeId("n")));
  }

  private static RetryGate.Verdict judge(RetryPolicy policy, int attempt, FailureClass kind) {
    return RetryGate.judge(policy, attempt, Outcome.fail(kind, "why"));
  }

  @ParameterizedTest
  @EnumSource(FailureClass.class)
  void onlyThreeClassesAreRepeated(FailureClass kind) {
    boolean repeated = judge(policy("max_retries=1", ""), 1, kind) instanceof RetryGate.Repeat;

    assertThat(repeated)
        .isEqualTo(
            switch (kind) {
              case TRANSIENT_INFRA, BUDGET_EXHAUSTED, COMPILATION_LOOP -> true;
              case DETERMINISTIC, CANCELED, STRUCTURAL -> false;
            });
  }

  @ParameterizedTest
  @CsvSource({
    "max_retries=2,'',3",
    "max_retries=0,'default_max_retries=5;',1",
    "'','default_max_retries=5;',6",
    "'','',1"
  })
  void maxRetriesAreAdditionalAttempts(String node, String graph, int attempts) {
    RetryPolicy policy = policy(node, graph);

    for (int attempt = 1; attempt < attempts; attempt++) {
      assertThat(judge(policy, attempt, FailureClass.TRANSIENT_INFRA))
          .isInstanceOf(RetryGate.Repeat.class);
    }
    assertThat(judge(policy, attempts, FailureClass.TRANSIENT_INFRA))
        .isInstanceOf(RetryGate.Blocked.class);
  }

  @Test
  void aToolNodeThatNamesMaxRetriesItselfIsRepeatedOnAnyFailure() {
    RetryPolicy policy = policy("shape=parallelogram tool_command=x max_retries=1", "");

    assertThat(judge(policy, 1, FailureClass.DETERMINISTIC)).isInstanceOf(RetryGate.Repeat.class);
    assertThat(judge(policy, 2, FailureClass.DETERMINISTIC)).isInstanceOf(RetryGate.Blocked.class);
  }

  @ParameterizedTest
  @CsvSource({"diamond", "component", "tripleoctagon"})
  void theseKindsRunOncePerVisit(String shape) {
    RetryPolicy policy = policy("shape=%s max_retries=5".formatted(shape), "");

    assertThat(judge(policy, 1, FailureClass.TRANSIENT_INFRA))
        .isInstanceOf(RetryGate.Blocked.class);
  }

  @Test
  void allowPartialTurnsASpentBudgetIntoPartialSuccess() {
    RetryPolicy policy = policy("max_retries=1 allow_partial=true", "");
    Outcome failure = Outcome.fail(FailureClass.TRANSIENT_INFRA, "slow");

    assertThat(RetryGate.settle(policy, 1, failure)).isEqualTo(failure);
    assertThat(RetryGate.settle(policy, 2, failure).status())
        .isEqualTo(Status.Passed.PARTIAL_SUCCESS);
    assertThat(RetryGate.settle(policy, 2, Outcome.fail(FailureClass.DETERMINISTIC, "x")).status())
        .isInstanceOf(Status.Fail.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'',1,0.0,100",
    "'',1,0.5,200",
    "'',2,0.5,400",
    "'',20,0.5,60000",
    "retry_policy=linear,3,0.5,500",
    "retry_policy=patient,2,0.5,6000"
  })
  void delaysGrowAndAreCappedAndJittered(String node, int attempt, double jitter, long millis) {
    assertThat(policy(node, "").delayAfter(attempt, SLOW, jitter))
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "'',1,0.0,15000",
    "'',2,0.0,60000",
    "'',3,0.0,240000",
    "'',4,0.0,900000",
    "'',9,0.0,900000",
    "'',1,0.5,18750",
    "retry_policy=linear,1,0.0,15000",
    "retry_policy=aggressive,2,0.0,60000",
    "retry_policy=patient,1,0.9,21750"
  })
  void afterARateLimitTheDelaysAreAtLeastTheseWhateverThePresetAndTheJitter(
      String node, int attempt, double jitter, long millis) {
    for (Failure failure :
        List.of(
            Failure.of(FailureClass.TRANSIENT_INFRA, "why", "HTTP 429 in the event result"),
            Failure.of(FailureClass.TRANSIENT_INFRA, "why", "HTTP 529 in the event result"),
            Failure.of(FailureClass.TRANSIENT_INFRA, "the provider is overloaded"))) {
      assertThat(policy(node, "").delayAfter(attempt, failure, jitter))
          .isEqualTo(Duration.ofMillis(millis));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP 429 in the event result; retry after 90000 ms,90000",
    "HTTP 429; retry after 1 s,15000",
    "'stream cut off; Retry-After: 120',120000",
    "stream cut off,200",
  })
  void whatTheProviderAsksForOnlyRaisesTheDelay(String evidence, long millis) {
    assertThat(
            policy("", "")
                .delayAfter(1, Failure.of(FailureClass.TRANSIENT_INFRA, "why", evidence), 0.5))
        .isGreaterThanOrEqualTo(Duration.ofMillis(millis));
    assertThat(
            policy("", "")
                .delayAfter(1, Failure.of(FailureClass.TRANSIENT_INFRA, "why", evidence), 0))
        .isLessThanOrEqualTo(Duration.ofMillis(millis));
  }
}
