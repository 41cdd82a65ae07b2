package dev.attractor.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS §6, "An exit is no absolution": routing is one thing, the verdict another. */
class VerdictTest {
  private static final Pattern B = Pattern.compile("(-> |=)b\\b");
  private static final Outcome FAIL = Outcome.fail(FailureClass.DETERMINISTIC, "broken");

  private static MemoryRun run(String statements, Function<Attempt, Outcome> outcomes) {
    return new MemoryRun(
        "digraph t { start [shape=Mdiamond] exit [shape=Msquare] a [prompt=x] "
            + (B.matcher(statements).find() ? "b [prompt=x] " : "")
            + statements
            + " }",
        outcomes);
  }

  /** Attempts such as {@code a#1.1}, or nodes for all their attempts, that fail. */
  private static Function<Attempt, Outcome> failing(String... what) {
    Set<String> fail = Set.of(what);
    return attempt ->
        fail.contains(attempt.toString()) || fail.contains(attempt.nodeId().value())
            ? FAIL
            : Outcome.success();
  }

  private static String end(MemoryRun run) {
    return switch (run.drive()) {
      case RunEnd.Succeeded(Optional<NodeId> exit) -> "success at " + exit.orElseThrow();
      case RunEnd.Failed(Failure failure, Optional<NodeId> exit) ->
          exit.map("at %s: "::formatted).orElse("") + failure.reason();
      case RunEnd.Canceled(String reason) -> "canceled: " + reason;
    };
  }

  @Test
  void aFailureThatComesToTheExitFailsTheRunAndNamesItsStage() {
    assertThat(end(run("start -> a -> b -> exit", failing("b"))))
        .isEqualTo("at exit: b failed, and the run came to exit with it: broken");
  }

  @Test
  void aFailureThatRodeAPlainEdgeStandsAlthoughTheNextStageSucceeds() {
    MemoryRun run = run("start -> a -> b -> exit", failing("a"));

    assertThat(end(run)).isEqualTo("at exit: a failed and nothing handled it: broken");
    assertThat(run.executed()).as("the run goes on").containsExactly("a#1.1", "b#1.1");
  }

  @Test
  void itStandsUntilALaterVisitOfTheSameNodeEndsWell() {
    assertThat(
            end(
                run(
                    "start -> a -> b b -> a [condition=\"outcome=yes\"] b -> exit",
                    attempt ->
                        switch (attempt.toString()) {
                          case "a#1.1" -> FAIL;
                          case "b#1.1" -> Outcome.of(new Status.Verdict("yes"));
                          default -> Outcome.success();
                        })))
        .isEqualTo("success at exit");
  }

  @ParameterizedTest
  @CsvSource({
    "success,success at exit",
    "partial_success,success at exit",
    "skipped,at exit: goal gate not satisfied: b"
  })
  void aGoalGateThatIsVisitedLaterVouches(String word, String expected) {
    Status status = Status.Passed.valueOf(word.toUpperCase(java.util.Locale.ROOT));
    assertThat(
            end(
                run(
                    "b [goal_gate=true] start -> a -> b -> exit",
                    attempt -> attempt.nodeId().value().equals("a") ? FAIL : Outcome.of(status))))
        .isEqualTo(expected);
  }

  @Test
  void aGoalGateThatWasVisitedBeforeDoesNotVouch() {
    assertThat(end(run("g [prompt=x goal_gate=true] start -> g -> a -> b -> exit", failing("a"))))
        .isEqualTo("at exit: a failed and nothing handled it: broken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // a condition that holds
        "a -> b [condition=\"outcome=fail\"] a -> exit",
        "a -> b [condition=\"context.failure_class=deterministic\"] a -> exit",
        // a plain edge beside a condition on the outcome means "otherwise"
        "a -> exit [condition=\"outcome=success\"] a -> b",
        // a retry target
        "a [retry_target=b] a -> exit"
      })
  void aHandledFailureDoesNotStand(String edges) {
    MemoryRun run = run("start -> a b -> exit " + edges, failing("a"));

    assertThat(end(run)).isEqualTo("success at exit");
    assertThat(run.executed()).containsExactly("a#1.1", "b#1.1");
  }

  @Test
  void aConditionOnSomethingElseThatDoesNotHoldTellsNoOutcomesApart() {
    assertThat(
            end(
                run(
                    "start -> a a -> exit [condition=\"context.x=1\"] a -> b -> exit",
                    failing("a"))))
        .isEqualTo("at exit: a failed and nothing handled it: broken");
  }

  @Test
  void aConditionalNodeThatTellsOutcomesApartHandlesWhatItWasHanded() {
    String check =
        "c [shape=diamond] start -> a -> c c -> b [condition=\"outcome=fail\"] c -> exit";

    assertThat(end(run(check + " b -> exit", failing("a")))).isEqualTo("success at exit");
    assertThat(
            end(
                run(
                    "c [shape=diamond] d [shape=diamond] start -> a -> c -> d -> b -> exit",
                    failing("a"))))
        .isEqualTo("at exit: a failed and nothing handled it: broken");
    assertThat(end(run("c [shape=diamond] start -> a -> c -> exit", failing("a"))))
        .isEqualTo("at exit: a failed, and the run came to exit with it: broken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start -> a a -> exit [accept_failure=true]",
        "start -> a a -> b [accept_failure=true] b -> exit",
        "start -> a a -> exit [condition=\"outcome=fail\" accept_failure=true]",
        "c [shape=diamond] start -> a a -> c [accept_failure=true] c -> exit",
        "c [shape=diamond] start -> a -> c c -> exit [accept_failure=true]",
      })
  void anAuthorWhoMeansOtherwiseWritesAcceptFailure(String edges) {
    MemoryRun run = run(edges, failing("a"));

    assertThat(end(run)).isEqualTo("success at exit");
    assertThat(run.facts())
        .filteredOn(fact ->
            fact instanceof RunEvent.EdgeSelected hop
                && hop.failure()
                    .filter(f ->
                        f.handling().word().equals("accepted") && f.stage().value().equals("a"))
                    .isPresent())
        .isNotEmpty();
  }

  @Test
  void aRetryWithItsBudgetSpentIsAFailureToo() {
    Outcome retry = Outcome.of(new Status.Retry(Failure.of(FailureClass.TRANSIENT_INFRA, "busy")));

    assertThat(
            end(
                run(
                    "a [max_retries=1] start -> a -> b -> exit",
                    attempt -> attempt.nodeId().value().equals("a") ? retry : Outcome.success())))
        .isEqualTo("at exit: a failed and nothing handled it: busy");
  }

  @Test
  void anExitThatAConditionOnTheFailureLeadsToIsABadEnd() {
    assertThat(
            end(
                run(
                    "bad [shape=Msquare] start -> a a -> exit [condition=\"outcome=success\"]"
                        + " a -> bad [condition=\"outcome=fail\"]",
                    failing("a"))))
        .isEqualTo("at bad: a failed, and the run came to bad with it: broken");
  }

  @Test
  void eachOfSeveralExitsIsAnEnd() {
    String two =
        "good [shape=doublecircle] start -> a a -> good [condition=\"outcome=yes\"] a -> exit";

    assertThat(end(run(two, _ -> Outcome.success()))).isEqualTo("success at exit");
    assertThat(end(run(two, _ -> Outcome.of(new Status.Verdict("yes")))))
        .isEqualTo("success at good");
  }

  @Test
  void goalGatesComeFirst() {
    assertThat(
            end(
                run(
                    "a [goal_gate=true retry_target=b] start -> a -> exit b -> a",
                    failing("a#1.1"))))
        .isEqualTo("success at exit");
  }

  @Test
  void aBranchWithAStandingFailureHasFailed() {
    MemoryRun run =
        run(
            "fan [shape=component] join [shape=tripleoctagon] c [prompt=x]"
                + " start -> fan fan -> a -> b -> join fan -> c -> join join -> exit",
            failing("a"));

    assertThat(end(run)).isEqualTo("success at exit");
    assertThat(run.state().context())
        .containsEntry(
            "parallel.results.a.failure_reason", "a failed and nothing handled it: broken");
  }

  @Test
  void aBranchWhoseFailureIsAcceptedIsACandidateAfterThoseThatSucceeded() {
    MemoryRun run =
        run(
            "fan [shape=component] join [shape=tripleoctagon] start -> fan"
                + " fan -> a a -> join [accept_failure=true] fan -> b -> join join -> exit",
            failing("a", "b"));

    assertThat(end(run)).isEqualTo("success at exit");
    assertThat(run.state().context())
        .containsEntry("parallel.fan_in.best_id", "a")
        .containsEntry("parallel.results.a.outcome", "partial_success");
  }

  @ParameterizedTest
  @CsvSource({
    "'',partial_success",
    "error_policy=ignore,success",
    "join_policy=first_success,success",
    "join_policy=k_of_n join_k=1,success",
  })
  void howAFanOutWithAFailedBranchEnds(String policy, String expected) {
    MemoryRun run =
        run(
            "fan [shape=component %s] join [shape=tripleoctagon] start -> fan".formatted(policy)
                + " fan -> a -> join fan -> b -> join join -> exit",
            failing("a"));

    assertThat(end(run)).isEqualTo("success at exit");
    assertThat(
            run.facts().stream()
                .filter(fact -> fact instanceof RunEvent.StageAttemptEnded)
                .map(RunEvent.StageAttemptEnded.class::cast)
                .map(ended -> ended.attempt().nodeId() + " " + ended.outcome().status().word()))
        .containsExactly("start success", "fan " + expected, "join success", "exit success");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "error_policy=ignore", "join_policy=first_success", "error_policy=fail_fast"})
  void allBranchesFailedIsAFailUnderEveryPolicy(String policy) {
    MemoryRun run =
        run(
            "fan [shape=component %s] join [shape=tripleoctagon] start -> fan".formatted(policy)
                + " fan -> a -> join fan -> b -> join join -> exit",
            failing("a", "b"));

    assertThat(end(run)).startsWith("join failed, and no way leads on: ");
    assertThat(run.facts())
        .noneMatch(
            fact -> fact instanceof RunEvent.EdgeSelected hop && hop.to().value().equals("exit"));
  }

  @Test
  void aNodesOwnMaxVisitsOverridesTheGraphs() {
    Function<Attempt, Outcome> more =
        attempt ->
            attempt.nodeId().value().equals("a")
                ? Outcome.of(new Status.Verdict("more"))
                : Outcome.success();
    String loop = "max_node_visits=6 start -> a a -> a [condition=\"outcome=more\"] a -> exit ";

    assertThat(end(run(loop + "a [max_visits=3]", more))).contains("(max_visits=3)");
    assertThat(end(run(loop + "a [max_visits=9]", more))).contains("(max_visits=9)");
    assertThat(end(run(loop, more))).contains("(max_node_visits=6)");
  }

  @Test
  void conditionsSeeWhatTheEngineCounts() {
    MemoryRun run =
        run(
            "a [max_retries=2] start -> a -> b b -> a [condition=\"visits.a<3\"]"
                + " b -> exit [condition=\"visits.a=3 && attempts.a=2 && run.tokens=0"
                + " && internal.node_visit_count=3\"]",
            attempt ->
                attempt.toString().equals("a#3.1")
                    ? Outcome.fail(FailureClass.TRANSIENT_INFRA, "busy")
                    : Outcome.success());

    assertThat(end(run)).isEqualTo("success at exit");
    assertThat(run.executed())
        .containsExactly("a#1.1", "b#1.1", "a#2.1", "b#2.1", "a#3.1", "a#3.2", "b#3.1");
  }

  private static final String FAN =
      "fan [shape=component %s] join [shape=tripleoctagon] start -> fan"
          + " fan -> a -> join fan -> b -> join ";

  @Test
  void aGoalGateInTheBranchThatWinsVouches() {
    String gates =
        "i [prompt=x] fan [shape=component] join [shape=tripleoctagon] start -> i -> fan"
            + " fan -> a -> join fan -> b -> join join -> exit ";

    assertThat(end(run(gates + "a [goal_gate=true]", failing("i")))).isEqualTo("success at exit");
    assertThat(end(run(gates + "b [goal_gate=true]", failing("i"))))
        .as("nobody goes on with what b has found good")
        .isEqualTo("at exit: i failed and nothing handled it: broken");
  }

  @ParameterizedTest
  @CsvSource({"approved,approved", "skipped,skipped", "partial_success,partial_success"})
  void aJoinHasTheStatusOfTheBranchItGoesOnWith(String word, String expected) {
    MemoryRun run =
        run(
            FAN.formatted("") + "join -> exit",
            attempt ->
                attempt.nodeId().value().equals("b")
                    ? FAIL
                    : Outcome.of(
                        Status.of(word, _ -> Failure.of(FailureClass.DETERMINISTIC, "none"))));

    run.drive();
    assertThat(run.state().outcomeOf(new NodeId("join")).orElseThrow().status().word())
        .isEqualTo(expected);
  }

  private static final String AGAIN = " join -> fan join -> exit [condition=\"outcome=enough\"]";

  @Test
  void visitsOfBranchesCountForTheLimitsOfTheRun() {
    MemoryRun run = run(FAN.formatted("") + "a [max_visits=3]" + AGAIN, _ -> Outcome.success());

    assertThat(end(run))
        .as("twice it ran; then each pass fails in the same way")
        .contains("a failed 3 times in the same way", "max_visits=3");
    assertThat(run.executed().stream().filter(done -> done.startsWith("a#"))).hasSize(2);
  }

  @Test
  void aBranchThatFailsInTheSameWayAtEachPassGoesInACircle() {
    MemoryRun run = run(FAN.formatted("") + AGAIN, failing("b"));

    assertThat(end(run)).contains("b failed 3 times in the same way");
    assertThat(run.state().pass(new NodeId("fan")).pass()).isEqualTo(3);
  }

  @Test
  void aWayBackIntoABranchGoesThroughAJoinThatNobodyDrew() {
    MemoryRun run =
        run(
            "fan [shape=component] review [prompt=x] start -> fan fan -> a -> review"
                + " fan -> b -> review review -> exit [condition=\"outcome=success\"]"
                + " review -> a [condition=\"outcome=fail\"]",
            failing("review#1.1"));

    assertThat(end(run)).isEqualTo("success at exit");
    assertThat(run.executed()).endsWith("review#1.1", "a#1.1", "review#2.1");
  }

  @Test
  void conditionsKnowTheVisitsBeforeABranchAndThoseInBranches() {
    MemoryRun run =
        run(
            "plan [prompt=x] fan [shape=component] join [shape=tripleoctagon] start -> plan -> fan"
                + " fan -> a a -> c [condition=\"visits.plan=1 && attempts.plan=1\"] c [prompt=x]"
                + " a -> join c -> join fan -> b -> join join -> exit [condition=\"visits.c=1\"]",
            _ -> Outcome.success());

    assertThat(end(run)).isEqualTo("success at exit");
  }
}
