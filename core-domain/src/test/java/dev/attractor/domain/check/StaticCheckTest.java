package dev.attractor.domain.check;

import static dev.attractor.domain.PipelineText.valid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.LargePipelines;
import dev.attractor.domain.check.CheckFinding.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can happen in any run of a pipeline. */
class StaticCheckTest {
  private static final String FRAME = "start [shape=Mdiamond] exit [shape=Msquare] ";

  private static CheckReport check(String statements) {
    return StaticCheck.check(valid(FRAME + statements));
  }

  private static List<String> nodes(CheckReport report, Kind kind) {
    return report.findings().stream()
        .filter(finding -> finding.kind() == kind)
        .map(CheckFinding::nodeId)
        .toList();
  }

  @Test
  void aCarefulPipelineHasNoProblems() {
    CheckReport report =
        check(
            """
            max_node_visits=20
            work [prompt=x] test [shape=parallelogram tool_command=x] fix [prompt=x]
            failure_routing=closed
            start -> work -> test
            test -> exit [condition="outcome=success"]
            test -> fix [condition="outcome!=success"]
            fix -> test
            """);

    assertThat(report.findings()).isEmpty();
    assertThat(report.pathToExit())
        .containsExactly("start (success)", "work (success)", "test (success)", "exit");
  }

  @Test
  void anExitThatNoOutcomeLeadsTo() {
    CheckReport report =
        check("a [shape=diamond] start -> a a -> exit [condition=\"outcome=fail\"]");

    assertThat(nodes(report, Kind.EXIT_UNREACHABLE)).containsExactly("start");
    assertThat(report.pathToExit()).isEmpty();
  }

  /** SEMANTICS §6: an exit is no absolution. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a [prompt=x] start -> a -> exit",
        "a [prompt=x] d [shape=diamond] start -> a -> d -> exit",
        "a [prompt=x] b [prompt=x] start -> a -> b -> exit",
        "a [prompt=x] start -> a a -> exit [condition=\"outcome=success\"]"
            + " a -> exit [condition=\"outcome=fail\"]",
        "a [prompt=x goal_gate=true retry_target=a] start -> a -> exit"
      })
  void noFailureReachesSuccessByItself(String graph) {
    assertThat(check(graph).failureCanReachSuccess()).isFalse();
  }

  @Test
  void aFailureThatTheAuthorAcceptsIsListed() {
    CheckReport report =
        check("a [prompt=x] d [shape=diamond] start -> a -> d d -> exit [accept_failure=true]");

    assertThat(nodes(report, Kind.FAILURE_ACCEPTED)).containsExactly("a");
    assertThat(report.failureCanReachSuccess()).isTrue();
    assertThat(report.hasProblems()).isFalse();
  }

  @Test
  void anExitThatIsOnlyReachedWithAFailureIsNoSuccess() {
    CheckReport report = check("a [prompt=x] start -> a a -> exit [condition=\"outcome=fail\"]");

    assertThat(nodes(report, Kind.EXIT_UNREACHABLE)).containsExactly("start");
  }

  @Test
  void everyClassThatAConditionNamesIsAPossibleOutcome() {
    CheckReport report =
        check(
            "a [prompt=x] cheaper [prompt=x] start -> a a -> exit [condition=\"outcome=success\"]"
                + " a -> cheaper [condition=\"outcome=fail && failure_class=budget_exhausted\"]"
                + " cheaper -> exit");

    assertThat(nodes(report, Kind.NEVER_RUNS)).isEmpty();
  }

  @Test
  void aLabelThatAConditionLooksIntoIsAPossibleOutcome() {
    CheckReport report =
        check(
            "a [prompt=x] b [prompt=x] c [prompt=x] start -> a"
                + " a -> b [condition=\"preferred_label starts_with re\"]"
                + " a -> c [condition=\"preferred_label in (x, 'y z')\"] a -> exit"
                + " b -> exit c -> exit");

    assertThat(nodes(report, Kind.NEVER_RUNS)).isEmpty();
  }

  @Test
  void aNodesOwnLimitEndsACircle() {
    assertThat(
            nodes(
                check(
                    "work [prompt=x] judge [prompt=x max_visits=5] start -> work -> judge"
                        + " judge -> work [condition=\"outcome=more\"] judge -> exit"),
                Kind.ENDLESS_LOOP))
        .isEmpty();
  }

  @Test
  void aCircleOfSuccessesWithoutALimitIsEndless() {
    String loop =
        "work [prompt=x] judge [prompt=x] start -> work -> judge"
            + " judge -> work [%s] judge -> exit [condition=\"outcome=fail\"] ";

    assertThat(nodes(check(loop.formatted("")), Kind.ENDLESS_LOOP)).hasSize(1);
    assertThat(nodes(check("max_node_visits=9 " + loop.formatted("")), Kind.ENDLESS_LOOP))
        .isEmpty();
    assertThat(nodes(check(loop.formatted("loop_restart=true")), Kind.ENDLESS_LOOP)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "judge -> work [condition=\"outcome=more\"] judge -> exit",
        "judge -> work judge -> exit [condition=\"outcome=success\"]",
        "judge -> work judge -> exit [condition=\"context.done=yes\"]",
        "judge -> work [label=Again] judge -> exit [label=Done]",
        "judge -> ask ask [shape=diamond] ask -> work ask -> exit [condition=\"outcome=success\"]",
      })
  void aCircleThatAReportCanEndIsARemark(String ends) {
    CheckReport report = check("work [prompt=x] judge [prompt=x] start -> work -> judge " + ends);

    assertThat(nodes(report, Kind.ENDLESS_LOOP)).isEmpty();
    assertThat(nodes(report, Kind.LOOP_WITHOUT_LIMIT)).hasSize(1);
    assertThat(report.hasProblems()).isFalse();
  }

  @Test
  void aCircleOfFailuresIsEndedByTheSignatureLimitAndAPersonEndsACircle() {
    assertThat(
            nodes(
                check(
                    "test [prompt=x] fix [prompt=x] start -> test test -> exit"
                        + " [condition=\"outcome!=fail\"] test -> fix [condition=\"outcome=fail\"]"
                        + " fix -> test"),
                Kind.ENDLESS_LOOP))
        .isEmpty();
    assertThat(
            nodes(
                check(
                    "work [prompt=x] ask [shape=hexagon] start -> work -> ask ask -> work"
                        + " [label=Again] ask -> exit [label=Done]"),
                Kind.ENDLESS_LOOP))
        .isEmpty();
  }

  @Test
  void aNodeThatEdgesLeadToButNoRunComesTo() {
    CheckReport report =
        check(
            "a [shape=diamond] b [prompt=x] start -> a a -> b [condition=\"outcome=fail\"]"
                + " b -> exit [condition=\"outcome=success\"] a -> exit");

    assertThat(nodes(report, Kind.NEVER_RUNS)).containsExactly("b");
  }

  @Test
  void aFailedFanInThatNothingLeadsFromEndsTheRun() {
    String graph =
        "split [shape=component] a [prompt=x] join [shape=tripleoctagon %s] start -> split -> a"
            + " -> join -> exit";

    CheckReport report = check(graph.formatted(""));
    assertThat(nodes(report, Kind.FAN_IN_FAILURE_ENDS_RUN)).containsExactly("join");
    assertThat(report.failureCanReachSuccess()).as("it never rides on").isFalse();
    assertThat(nodes(check(graph.formatted("retry_target=a")), Kind.FAN_IN_FAILURE_ENDS_RUN))
        .isEmpty();
  }

  @Test
  void conditionsOnTheContextMayHoldOrNot() {
    CheckReport report =
        check(
            "a [shape=diamond] b [shape=diamond] start -> a a -> b"
                + " [condition=\"context.x=1 && outcome=success\"] a -> exit b -> exit");

    assertThat(nodes(report, Kind.NEVER_RUNS)).isEmpty();
    assertThat(report.approximations()).anyMatch(line -> line.contains("context.x"));
  }

  @Test
  void labelsAndSuggestionsLeadAlongEveryUnconditionalEdge() {
    CheckReport report =
        check(
            "failure_routing=closed a [prompt=x] b [prompt=x] c [prompt=x] start -> a"
                + " a -> b [weight=5] a -> c [label=Other] a -> exit"
                + " b -> exit [condition=\"outcome=success\"]"
                + " c -> exit [condition=\"outcome=success\"]");

    assertThat(report.findings()).isEmpty();
  }

  @Test
  void aFanOutGoesAlongAllItsEdges() {
    assertThat(
            nodes(
                check(
                    "split [shape=component] a [prompt=x] b [prompt=x] join [shape=tripleoctagon]"
                        + " start -> split split -> a split -> b a -> join b -> join join -> exit"),
                Kind.NEVER_RUNS))
        .isEmpty();
  }

  @Test
  void aVerdictThatIsComparedOrLookedIntoIsAPossibleOutcome() {
    CheckReport report =
        check(
            "a [prompt=x] b [prompt=x] c [prompt=x] start -> a a -> b [condition=\"outcome>7\"]"
                + " a -> c [condition=\"outcome starts_with needs && outcome ends_with dod\"]"
                + " a -> exit b -> exit c -> exit");

    assertThat(nodes(report, Kind.NEVER_RUNS)).isEmpty();
  }

  /** SEMANTICS §7: a branch that comes to an exit, or back to its fan-out, has failed. */
  @Test
  void anExitThatOnlyBranchesComeToIsNoEndOfARun() {
    CheckReport report =
        check(
            "max_node_visits=5 split [shape=component] a [prompt=x] b [prompt=x] again [prompt=x]"
                + " join [shape=tripleoctagon] start -> split split -> a split -> b a -> join"
                + " b -> join a -> exit [condition=\"outcome=skipped\"] join -> again -> split");

    assertThat(nodes(report, Kind.EXIT_UNREACHABLE)).containsExactly("start");
  }

  @Test
  void aJoinMayEndWithAnyVerdictOfItsBranches() {
    CheckReport report =
        check(
            "split [shape=component] a [prompt=x] b [prompt=x] ship [prompt=x]"
                + " join [shape=tripleoctagon] start -> split split -> a split -> b a -> join"
                + " b -> join join -> ship [condition=\"outcome=approved\"] join -> exit"
                + " ship -> exit");

    assertThat(nodes(report, Kind.NEVER_RUNS)).isEmpty();
  }

  @Test
  void pipelinesOfAnySizeAreCheckedToTheirEnd() {
    assertThat(check(LargePipelines.fanOutsInARow(1_000, "tripleoctagon")).pathToExit())
        .hasSize(2_002);
    assertThat(check(LargePipelines.nestedFanOuts(12)).pathToExit()).hasSize(5);
    assertThat(check(LargePipelines.stagesInARow(5_000)).pathToExit()).hasSize(5_002);
  }

  @Test
  void eachOfManyPlainEdgesIsAWay() {
    CheckReport report = check(LargePipelines.edgesFromOne(5_000, "prompt=x", i -> "label=l" + i));

    assertThat(report.findings()).isEmpty();
    assertThat(report.pathToExit()).hasSize(4);
  }

  @Test
  void eachOfManyVerdictsIsAWay() {
    CheckReport report =
        check(
            LargePipelines.edgesFromOne(1_000, "prompt=x", i -> "condition=\"outcome=v" + i + "\"")
                + "hub -> exit");

    assertThat(report.findings()).isEmpty();
  }
}
