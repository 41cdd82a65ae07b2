package dev.attractor.domain.routing;

import static dev.attractor.domain.PipelineText.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS §6: choosing the next hop. Each rule has a test named after it. */
class NextHopPolicyTest {
  private static final Outcome FAIL = Outcome.fail(FailureClass.DETERMINISTIC, "broken");

  private static String hop(String statements, Outcome outcome) {
    return hop(statements, outcome, Map.of());
  }

  private static String hop(String statements, Outcome outcome, Map<String, String> context) {
    Pipeline pipeline = read("digraph g { %s }".formatted(statements));
    NextHop hop =
        NextHopPolicy.choose(
                pipeline,
                pipeline.node(new NodeId("n")),
                outcome,
                name -> context.getOrDefault(name, ""))
            .hop();
    return switch (hop) {
      case NextHop.Follow(var edge, HopSource source) -> edge.to() + " by " + source.word();
      case NextHop.Restart(var edge, HopSource source) ->
          "restart " + edge.to() + " by " + source.word();
      case NextHop.JumpTo(RetryTarget target) -> target.nodeId() + " by " + target.source().word();
      case NextHop.Meet(var join) -> join + " by join";
      case NextHop.Nowhere(var failure) -> "nowhere: " + failure.reason();
    };
  }

  private static Outcome outcome(String label, String... ids) {
    return new Outcome(Status.Passed.SUCCESS, label, List.of(ids), Map.of(), "");
  }

  @Test
  void rule1_aMatchingConditionWinsOverEverythingElse() {
    assertThat(
            hop(
                "n -> a [condition=\"outcome=success\"] n -> b [weight=9 label=Go]",
                outcome("Go", "b")))
        .isEqualTo("a by conditional");
  }

  @Test
  void rule1_amongMatchingConditionsWeightThenTargetThenSourceOrder() {
    assertThat(
            hop(
                "n -> z [condition=\"outcome=success\" weight=1] n -> b"
                    + " [condition=\"outcome=success\"]",
                outcome("")))
        .isEqualTo("z by conditional");
    assertThat(
            hop(
                "n -> b [condition=\"outcome=success\"] n -> a [condition=\"outcome!=fail\"]",
                outcome("")))
        .isEqualTo("a by conditional");
  }

  @Test
  void rule1_conditionsSeeTheContext() {
    assertThat(
            hop(
                "n -> a [condition=\"context.tests=passed && ready\"] n -> b",
                outcome(""),
                Map.of("tests", "passed", "ready", "yes")))
        .isEqualTo("a by conditional");
  }

  @Test
  void rule1_aCustomVerdictMatchesItsWord() {
    assertThat(
            hop(
                "n -> a [condition=\"outcome=needs_dod\"] n -> b",
                Outcome.of(new Status.Verdict("needs_dod"))))
        .isEqualTo("a by conditional");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Go on", " go  ON ", "[G] Go on", "G) Go on", "G - Go on"})
  void rule2_thePreferredLabelIgnoresCaseBlanksAndAccelerators(String label) {
    assertThat(hop("n -> a [label=Other] n -> b [label=\"[G] Go on\"]", outcome(label)))
        .isEqualTo("b by preferred_label");
  }

  @Test
  void rule2_aLabelOnAConditionalEdgeDoesNotCount() {
    assertThat(hop("n -> a [label=Go condition=\"outcome=fail\"] n -> b [label=x]", outcome("Go")))
        .isEqualTo("b by weight");
  }

  @Test
  void rule3_theFirstSuggestedIdThatAnUnconditionalEdgeLeadsTo() {
    assertThat(hop("n -> a n -> b n -> c", outcome("", "nowhere", "c", "b")))
        .isEqualTo("c by suggested_id");
  }

  @Test
  void rule4_theBestUnconditionalEdgeByWeightThenTargetThenSourceOrder() {
    assertThat(hop("n -> a n -> b [weight=1]", outcome(""))).isEqualTo("b by weight");
    assertThat(hop("n -> b n -> a", outcome(""))).isEqualTo("a by weight");
  }

  @Test
  void aNodeThatDidNotFailAndHasNoEligibleEdgeIsADeadEnd() {
    assertThat(hop("n -> a [condition=\"outcome=fail\"]", outcome("")))
        .isEqualTo("nowhere: no eligible edge from n");
  }

  @Test
  void loopRestartEdgesRestart() {
    assertThat(hop("n -> a [loop_restart=true]", outcome(""))).isEqualTo("restart a by weight");
  }

  @Nested
  class OtherFailingNodes {
    @Test
    void aMatchingConditionFirst() {
      assertThat(hop("n [retry_target=r] r n -> a [condition=\"outcome=fail\"] n -> b", FAIL))
          .isEqualTo("a by conditional");
    }

    @Test
    void elseTheNodesOwnRetryTarget() {
      assertThat(hop("n [retry_target=r] r n -> b", FAIL)).isEqualTo("r by node.retry_target");
      assertThat(hop("n [retry_target=gone fallback_retry_target=r] r n -> b", FAIL))
          .isEqualTo("r by node.fallback_retry_target");
    }

    @Test
    void elseRules2To4() {
      assertThat(hop("retry_target=r r n -> b", FAIL)).isEqualTo("b by weight");
    }

    @Test
    void elseTheGraphsRetryTarget() {
      assertThat(hop("retry_target=r r n -> b [condition=\"outcome=success\"]", FAIL))
          .isEqualTo("r by graph.retry_target");
    }

    @Test
    void elseTheRunFailsWithTheNodesReason() {
      assertThat(hop("n", FAIL)).isEqualTo("nowhere: broken");
    }

    @Test
    void failureRoutingClosedRemovesRules2To4() {
      assertThat(hop("n [failure_routing=closed] n -> b", FAIL)).isEqualTo("nowhere: broken");
      assertThat(hop("failure_routing=closed retry_target=r r n -> b", FAIL))
          .isEqualTo("r by graph.retry_target");
      assertThat(hop("n [failure_routing=closed] n -> b", outcome(""))).isEqualTo("b by weight");
    }
  }

  @Nested
  class FanInFailure {
    private static final String JOIN = "n [shape=tripleoctagon %s] r verify n -> verify ";

    @Test
    void neverFollowsAnUnconditionalEdge() {
      assertThat(hop(JOIN.formatted(""), FAIL)).isEqualTo("nowhere: broken");
      assertThat(
              hop(
                  JOIN.formatted(""),
                  new Outcome(FAIL.status(), "verify", List.of("verify"), Map.of(), "")))
          .isEqualTo("nowhere: broken");
    }

    @Test
    void takesAMatchingConditionalEdge() {
      assertThat(hop(JOIN.formatted("") + "n -> r [condition=\"outcome=fail\"]", FAIL))
          .isEqualTo("r by conditional");
    }

    @Test
    void elseTheFirstExistingNodeOfTheRetryTargetChain() {
      assertThat(hop(JOIN.formatted("retry_target=r"), FAIL)).isEqualTo("r by node.retry_target");
      assertThat(hop(JOIN.formatted("retry_target=x fallback_retry_target=r"), FAIL))
          .isEqualTo("r by node.fallback_retry_target");
      assertThat(hop("retry_target=r " + JOIN.formatted(""), FAIL))
          .isEqualTo("r by graph.retry_target");
      assertThat(hop("fallback_retry_target=r " + JOIN.formatted("retry_target=x"), FAIL))
          .isEqualTo("r by graph.fallback_retry_target");
    }

    @Test
    void aRetryOutcomeCountsAsAFailureToo() {
      Outcome retry =
          Outcome.of(new Status.Retry(Failure.of(FailureClass.TRANSIENT_INFRA, "again")));
      assertThat(hop(JOIN.formatted(""), retry)).isEqualTo("nowhere: again");
    }

    @Test
    void aSuccessfulJoinFollowsItsEdge() {
      assertThat(hop(JOIN.formatted(""), outcome(""))).isEqualTo("verify by weight");
    }
  }

  /** SEMANTICS §6: people decide, and only people. */
  @Nested
  class People {
    private static final String ASK =
        "n [shape=hexagon] n -> deploy [label=\"[A] Approve\"] n -> stop [label=\"[R] Reject\"] ";

    private static Outcome chose(String label, String target) {
      return outcome(label, target);
    }

    @Test
    void theEdgeThatWasChosenIsTakenWhateverConditionsStandOnOthers() {
      assertThat(
              hop(
                  ASK + "n -> late [condition=\"outcome=success\" weight=9]",
                  chose("[R] Reject", "stop")))
          .isEqualTo("stop by choice");
    }

    @Test
    void labelsThatDifferInTheirKeysAloneAreDifferentChoices() {
      String twice = "n [shape=hexagon] n -> a [label=\"[D] Go on\"] n -> b [label=\"[S] Go on\"]";
      assertThat(hop(twice, chose("[S] Go on", "b"))).isEqualTo("b by choice");
      assertThat(hop(twice, chose("[D] Go on", "a"))).isEqualTo("a by choice");
    }

    @Test
    void anEdgeWithoutALabelIsChosenByItsTarget() {
      assertThat(hop("n [shape=hexagon] n -> a n -> b", chose("b", "b"))).isEqualTo("b by choice");
    }

    @Test
    void aChoiceWhoseOwnConditionDoesNotHoldIsNone() {
      assertThat(
              hop(
                  "n [shape=hexagon] n -> a [label=Ship condition=\"context.tested\"] n -> b",
                  chose("Ship", "a")))
          .isEqualTo("nowhere: no eligible edge from n");
    }

    @Test
    void aGateThatNobodyAnsweredNeverTakesAChoice() {
      assertThat(hop(ASK, FAIL)).isEqualTo("nowhere: broken");
      assertThat(hop(ASK + "n -> x [condition=\"context.ready!=no\"]", FAIL))
          .as("the condition holds, but not because of the failure")
          .isEqualTo("nowhere: broken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"outcome=fail", "outcome!=success", "failure_class=deterministic"})
    void aFailedGateTakesAMatchingConditionOnTheFailure(String condition) {
      assertThat(hop(ASK + "n -> x [condition=\"%s\"]".formatted(condition), FAIL, CLASS))
          .isEqualTo("x by conditional");
    }

    @Test
    void elseARetryTarget() {
      assertThat(hop("retry_target=r r " + ASK, FAIL)).isEqualTo("r by graph.retry_target");
    }

    private static final Map<String, String> CLASS = Map.of("failure_class", "deterministic");
  }

  @ParameterizedTest
  @ValueSource(strings = {"outcome=fail", "outcome!=success", "!(outcome in (success, skipped))"})
  void anEdgeWhoseConditionTellsOutcomesApartRestartsWhateverTheClass(String condition) {
    Pipeline pipeline =
        read("digraph g { n -> n [loop_restart=true condition=\"%s\"] }".formatted(condition));

    assertThat(NextHopPolicy.mayRestart(pipeline.edges().getFirst(), FAIL)).isTrue();
  }

  @Test
  void otherwiseOnlyATransientFailureRestarts() {
    Pipeline pipeline =
        read("digraph g { n -> n [loop_restart=true condition=\"context.again\"] }");

    assertThat(NextHopPolicy.mayRestart(pipeline.edges().getFirst(), FAIL)).isFalse();
    assertThat(
            NextHopPolicy.mayRestart(
                pipeline.edges().getFirst(), Outcome.fail(FailureClass.TRANSIENT_INFRA, "away")))
        .isTrue();
  }
}
