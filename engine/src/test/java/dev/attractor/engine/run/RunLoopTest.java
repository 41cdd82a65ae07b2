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
import dev.attractor.ports.AttractorException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** SEMANTICS §2 to §6 as a run shows them. */
class RunLoopTest {
  private static final String FRAME = "digraph t { start [shape=Mdiamond] exit [shape=Msquare] ";

  private static MemoryRun run(String statements, Function<Attempt, Outcome> outcomes) {
    return new MemoryRun(FRAME + statements + " }", outcomes);
  }

  private static Function<Attempt, Outcome> always(Outcome outcome) {
    return _ -> outcome;
  }

  private static Function<Attempt, Outcome> by(Map<String, Outcome> outcomes) {
    return attempt ->
        outcomes.getOrDefault(
            attempt.toString(), outcomes.getOrDefault(attempt.nodeId().value(), Outcome.success()));
  }

  private static Outcome fail(FailureClass kind, String reason) {
    return Outcome.fail(kind, reason);
  }

  private static String reason(RunEnd end) {
    return end instanceof RunEnd.Failed(Failure failure, var _) ? failure.reason() : end.status();
  }

  @Test
  void oneCommitPerFinishedStageInOrder() {
    MemoryRun run =
        run("a [prompt=x] b [prompt=x] start -> a -> b -> exit", always(Outcome.success()));

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(run.workspace().history())
        .containsExactly("start#1.1 success", "a#1.1 success", "b#1.1 success", "exit#1.1 success");
    assertThat(run.folder().reports()).hasSize(1);
    assertThat(run.facts().getLast()).isInstanceOf(RunEvent.RunCompleted.class);
  }

  @Test
  void whatSomebodyElseHoldsStopsTheRunSoThatItCanGoOn() {
    AtomicBoolean held = new AtomicBoolean(true);
    MemoryRun run =
        run(
            "a [prompt=x] b [prompt=x] start -> a -> b -> exit",
            attempt -> {
              if (attempt.nodeId().value().equals("b") && held.get()) {
                throw AttractorException.busy("locked", "wait", new IOException("x.lock"));
              }
              return Outcome.success();
            });

    assertThat(run.drive()).isEqualTo(new RunEnd.Canceled("locked (wait)"));
    held.set(false);
    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(run.workspace().history())
        .containsExactly("start#1.1 success", "a#1.1 success", "b#1.1 success", "exit#1.1 success");
  }

  @Test
  void aRepeatedAttemptLeavesNoCommitOnTheBranchButItsFilesGoOn() {
    MemoryRun run =
        run(
            "a [prompt=x max_retries=2] start -> a -> exit",
            by(Map.of("a#1.1", fail(FailureClass.TRANSIENT_INFRA, "slow"))));

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(run.workspace().history())
        .containsExactly("start#1.1 success", "a#1.2 success", "exit#1.1 success");
    assertThat(run.workspace().files()).containsEntry("a", "a#1.1,a#1.2");
    assertThat(run.pauses()).contains(Duration.ofMillis(200));
  }

  @Test
  void aDeterministicFailureHasOneAttemptAndIsBlocked() {
    MemoryRun run =
        run(
            "a [prompt=x max_retries=5] start -> a a -> exit [condition=\"outcome=success\"]",
            always(fail(FailureClass.DETERMINISTIC, "wrong")));

    assertThat(reason(run.drive())).isEqualTo("a failed, and no way leads on: wrong");
    assertThat(run.executed()).containsExactly("a#1.1");
    assertThat(run.facts()).noneMatch(e -> e instanceof RunEvent.StageRetrySleep);
    assertThat(run.facts()).filteredOn(e -> e instanceof RunEvent.StageRetryBlocked).hasSize(1);
  }

  @Test
  void aConditionalNodePassesOutcomeReasonClassAndLabelThrough() {
    MemoryRun run =
        run(
            """
            a [prompt=x] check [shape=diamond] good [prompt=x] bad [prompt=x]
            start -> a -> check
            check -> good [condition="outcome=success"]
            check -> bad [condition="outcome=fail && context.failure_class=deterministic"]
            good -> exit bad -> exit
            """,
            by(Map.of("a", fail(FailureClass.DETERMINISTIC, "wrong"))));

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(run.executed()).containsExactly("a#1.1", "bad#1.1");
    assertThat(run.workspace().history()).contains("check#1.1 fail");
    assertThat(run.facts())
        .filteredOn(e -> e instanceof RunEvent.StageRetryBlocked)
        .as("it is a's failure, not the conditional's")
        .hasSize(1);
  }

  @Test
  void anUnsatisfiedGoalGateSendsTheRunToItsRetryTarget() {
    MemoryRun run =
        run(
            """
            a [prompt=x] gate [prompt=x goal_gate=true retry_target=a]
            start -> a -> gate gate -> exit [condition="outcome!=success"] gate -> exit
            """,
            by(Map.of("gate#1.1", fail(FailureClass.DETERMINISTIC, "not yet"))));

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(run.executed()).containsExactly("a#1.1", "gate#1.1", "a#2.1", "gate#2.1");
  }

  @Test
  void anUnsatisfiedGoalGateWithoutRetryTargetFailsTheRunNamingTheGate() {
    MemoryRun run =
        run(
            "gate [prompt=x goal_gate=true] start -> gate gate -> exit [condition=\"outcome=fail\"]",
            always(fail(FailureClass.DETERMINISTIC, "no")));

    assertThat(reason(run.drive())).contains("goal gate").contains("gate");
  }

  @Test
  void aGoalGateThatWasNeverVisitedDoesNotCount() {
    MemoryRun run =
        run(
            """
            a [prompt=x] gate [prompt=x goal_gate=true retry_target=a]
            start -> a a -> exit [weight=1] a -> gate -> exit
            """,
            always(Outcome.success()));

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
  }

  @Test
  void aDeadEndFailsTheRun() {
    MemoryRun run =
        run(
            "a [prompt=x] start -> a a -> exit [condition=\"outcome=fail\"]",
            always(Outcome.success()));

    assertThat(reason(run.drive())).isEqualTo("no eligible edge from a");
  }

  @Test
  void theSameFailureThreeTimesWithoutASuccessEndsTheRun() {
    MemoryRun run =
        run(
            "a [prompt=x] fix [prompt=x] start -> a -> exit a -> fix [condition=\"outcome=fail\"]"
                + " fix -> a",
            by(Map.of("a", fail(FailureClass.DETERMINISTIC, "line 7 is wrong"))));

    assertThat(reason(run.drive())).contains("a failed 3 times").contains("line 7 is wrong");
    assertThat(run.facts()).anyMatch(e -> e instanceof RunEvent.FailureCycleBroken);
    assertThat(run.state().visits().here()).containsEntry(new NodeId("a"), 3);
  }

  @Test
  void aSuccessInBetweenStartsTheCountAgain() {
    Function<Attempt, Outcome> outcomes =
        attempt ->
            attempt.nodeId().value().equals("a") && attempt.visit() < 8 && attempt.visit() % 3 != 0
                ? fail(FailureClass.DETERMINISTIC, "wrong")
                : attempt.nodeId().value().equals("a") && attempt.visit() < 8
                    ? Outcome.of(new Status.Verdict("more"))
                    : Outcome.success();
    MemoryRun run =
        run(
            "a [prompt=x] fix [prompt=x] start -> a a -> exit [condition=\"outcome=success\"]"
                + " a -> fix fix -> a",
            outcomes);

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(run.state().visits().here()).containsEntry(new NodeId("a"), 8);
  }

  @Test
  void maxNodeVisitsEndsTheRunOnTheNthVisit() {
    MemoryRun run =
        run(
            "max_node_visits=3 a [prompt=x] start -> a a -> a a -> exit [condition=\"outcome=yes\"]",
            always(Outcome.success()));

    assertThat(reason(run.drive())).contains("max_node_visits=3");
    assertThat(run.executed()).containsExactly("a#1.1", "a#2.1");
  }

  @Test
  void loopRestartResetsTheContextButForKeptKeys() {
    MemoryRun run =
        run(
            """
            loop_restart_persist_keys="kept"
            a [prompt=x] b [prompt=x] start -> a -> b
            b -> a [loop_restart=true condition="context.lost=yes"]
            b -> exit
            """,
            attempt ->
                attempt.toString().equals("a#1.1")
                    ? Outcome.success().withContext(Map.of("lost", "yes", "kept", "yes"))
                    : Outcome.success());

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(run.executed()).containsExactly("a#1.1", "b#1.1", "a#2.1", "b#2.1");
    assertThat(run.state().context()).containsEntry("kept", "yes").doesNotContainKey("lost");
    assertThat(run.state().restarts()).isEqualTo(1);
  }

  @Test
  void aFailureMayRestartOnlyWhenTransientOrWhenTheConditionNamesTheOutcome() {
    String graph = "a [prompt=x] start -> a a -> b [loop_restart=true %s] b [prompt=x] b -> exit";
    Outcome broken = fail(FailureClass.DETERMINISTIC, "broken");

    assertThat(reason(run(graph.formatted(""), by(Map.of("a", broken))).drive()))
        .isEqualTo("a failed, and only a transient failure begins a new iteration here: broken");
    assertThat(run(graph.formatted("condition=\"outcome=fail\""), by(Map.of("a", broken))).drive())
        .isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    Outcome away = fail(FailureClass.TRANSIENT_INFRA, "away");
    assertThat(reason(run(graph.formatted(""), by(Map.of("a", away))).drive()))
        .as("the new iteration began, but never came back to a")
        .isEqualTo("a failed and nothing handled it: away");
  }

  @Test
  void maxRestartsEndsTheRun() {
    MemoryRun run =
        run(
            "max_restarts=2 a [prompt=x] start -> a a -> a2 [loop_restart=true] a2 [prompt=x]"
                + " a2 -> a a2 -> exit [condition=\"outcome=yes\"]",
            always(Outcome.success()));

    assertThat(reason(run.drive())).contains("max_restarts=2");
  }

  @Test
  void whatAStageReportsDoesNotOverwriteWhatTheEngineSets() {
    MemoryRun run =
        run(
            "a [prompt=x] start -> a -> exit",
            always(
                Outcome.success()
                    .withContext(
                        Map.of("run.id", "fake", "graph.goal", "fake", "last_stage", "fake"))));

    run.drive();

    assertThat(run.state().context())
        .doesNotContainKeys("run.id", "graph.goal")
        .containsEntry("last_stage", "exit");
  }

  @Test
  void aCanceledRunCanBeResumed() {
    MemoryRun[] itself = new MemoryRun[1];
    MemoryRun run =
        run(
            "a [prompt=x] b [prompt=x] start -> a -> b -> exit",
            attempt -> {
              if (attempt.nodeId().value().equals("a")) {
                itself[0].cancellation().request();
              }
              return Outcome.success();
            });
    itself[0] = run;

    assertThat(run.drive().status()).isEqualTo("canceled");
    assertThat(run.executed()).containsExactly("a#1.1");
    assertThat(run.facts().getLast()).isInstanceOf(RunEvent.RunCanceled.class);

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(run.executed()).as("what ended well is kept").containsExactly("a#1.1", "b#1.1");
  }
}
