package dev.attractor.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.FanIn;
import dev.attractor.domain.parallel.Item;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.replay.Replay;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.routing.RetryTarget;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.RunState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SEMANTICS §7 as a run shows it. */
class FanOutRunTest {
  private static final String PLAIN = "a -> join b -> join c -> join join -> verify verify -> exit";

  private static MemoryRun run(String policy, String rest, Function<Attempt, Outcome> outcomes) {
    return new MemoryRun(
        """
        digraph t {
          start [shape=Mdiamond] exit [shape=Msquare] fan [shape=component %s]
          join [shape=tripleoctagon] a [prompt=x] b [prompt=x] c [prompt=x] verify [prompt=x]
          start -> fan fan -> a fan -> b fan -> c
          %s
        }
        """
            .formatted(policy, rest),
        outcomes);
  }

  private static Function<Attempt, Outcome> failing(FailureClass kind, String... nodes) {
    return attempt ->
        List.of(nodes).contains(attempt.nodeId().value())
            ? Outcome.fail(kind, attempt.nodeId() + " is wrong")
            : Outcome.success();
  }

  private static String reason(RunEnd end) {
    return end instanceof RunEnd.Failed(Failure failure, var _) ? failure.reason() : end.status();
  }

  private static <T extends RunEvent> Stream<T> facts(MemoryRun run, Class<T> kind) {
    return run.facts().stream().filter(kind::isInstance).map(kind::cast);
  }

  private static List<String> hops(MemoryRun run) {
    return facts(run, RunEvent.EdgeSelected.class)
        .map(hop -> hop.from() + " -> " + hop.to() + " by " + hop.source().word())
        .toList();
  }

  @Test
  void theWinnersFilesAndCommitsAreOnTheRunBranch() {
    MemoryRun run = run("", PLAIN, failing(FailureClass.DETERMINISTIC, "a"));

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(run.workspace().history())
        .containsExactly(
            "start#1.1 success",
            "fan#1.1 opened",
            "b#1.1 success",
            "join#1.1 success",
            "verify#1.1 success",
            "exit#1.1 success");
    assertThat(run.workspace().files()).containsOnlyKeys("b", "verify");
    assertThat(run.workspace().forks()).isEmpty();
    assertThat(run.state().context())
        .containsEntry("parallel.fan_in.best_id", "b")
        .containsEntry("parallel.results.a.outcome", "fail");
  }

  @Test
  void theParentsJournalHasOnlyTheBeginningAndTheEndOfABranch() {
    MemoryRun run = run("max_parallel=1", PLAIN, _ -> Outcome.success());
    run.drive();

    assertThat(
            facts(run, RunEvent.StageAttemptStarted.class).map(e -> e.attempt().nodeId().value()))
        .containsExactly("start", "fan", "join", "verify", "exit");
    assertThat(
            run.facts().stream()
                .map(Object::getClass)
                .map(Class::getSimpleName)
                .filter(name -> name.startsWith("Branch") || name.startsWith("Parallel")))
        .containsExactly(
            "ParallelStarted",
            "BranchStarted",
            "BranchCompleted",
            "BranchStarted",
            "BranchCompleted",
            "BranchStarted",
            "BranchCompleted",
            "ParallelCompleted");
    assertThat(run.folder().inner(new RunId("run.fan-p1-b")).facts().getLast())
        .isInstanceOf(RunEvent.RunCompleted.class);
  }

  @Test
  void whenAllBranchesFailTheRunFailsAndNothingBehindTheJoinStarts() {
    MemoryRun run = run("", PLAIN, failing(FailureClass.DETERMINISTIC, "a", "b", "c"));

    assertThat(reason(run.drive()))
        .isEqualTo("join failed, and no way leads on: " + FanIn.ALL_FAILED);
    assertThat(facts(run, RunEvent.StageAttemptStarted.class).map(e -> e.attempt().toString()))
        .containsExactly("start#1.1", "fan#1.1", "join#1.1");
    assertThat(facts(run, RunEvent.StageRetrySleep.class)).isEmpty();
    assertThat(facts(run, RunEvent.StageRetryBlocked.class))
        .hasSize(1)
        .allMatch(e -> e.failure().failureClass() == FailureClass.DETERMINISTIC);
  }

  @Test
  void allTransientFailuresMakeATransientJoin() {
    MemoryRun run = run("", PLAIN, failing(FailureClass.TRANSIENT_INFRA, "a", "b", "c"));

    assertThat(run.drive())
        .isInstanceOfSatisfying(
            RunEnd.Failed.class,
            end ->
                assertThat(end.failure().failureClass()).isEqualTo(FailureClass.TRANSIENT_INFRA));
  }

  @Test
  void aConditionOnTheFailureIsFollowed() {
    MemoryRun run =
        run(
            "",
            PLAIN + " rescue [prompt=x] join -> rescue [condition=\"outcome=fail\"] rescue -> exit",
            failing(FailureClass.DETERMINISTIC, "a", "b", "c"));

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(hops(run)).contains("join -> rescue by conditional");
  }

  @Test
  void aRetryTargetOpensTheFanOutAgainUntilTheCycleBreakerEndsIt() {
    MemoryRun run =
        run(
            "",
            PLAIN.replace("join -> verify", "join [retry_target=fan] join -> verify"),
            failing(FailureClass.DETERMINISTIC, "a", "b", "c"));

    assertThat(reason(run.drive())).contains("loop_restart_signature_limit");
    assertThat(facts(run, RunEvent.EdgeSelected.class).filter(e -> e.from().value().equals("join")))
        .hasSize(2)
        .allMatch(hop -> hop.source() == HopSource.RETRY_TARGET)
        .allMatch(
            hop -> hop.retryTarget().equals(Optional.of(RetryTarget.Source.NODE_RETRY_TARGET)));
    assertThat(run.executedAnywhere()).contains("run.fan-p3-a a#1.1");
  }

  @Test
  void whenItChangesTheSecondPassCanWin() {
    int[] visits = {0};
    MemoryRun run =
        run(
            "max_parallel=1",
            PLAIN.replace("join -> verify", "join [retry_target=fan] join -> verify"),
            attempt ->
                attempt.nodeId().value().equals("verify") || visits[0]++ >= 3
                    ? Outcome.success()
                    : Outcome.fail(FailureClass.DETERMINISTIC, "not yet"));

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(run.state().pass(new NodeId("fan")).pass()).isEqualTo(2);
    assertThat(run.state().pass(new NodeId("fan")).selected().orElseThrow().branch())
        .isEqualTo("a");
  }

  @Test
  void aBranchHasItsOwnRetriesLoopsAndContext() {
    MemoryRun run =
        run(
            "max_parallel=1",
            """
            check [shape=diamond] fix [prompt=x] a2 [prompt=x max_retries=1]
            a -> a2 -> check
            check -> fix [condition="outcome=fail"] check -> join [condition="outcome=success"]
            fix -> a2
            b -> join c -> join join -> verify -> exit
            """,
            attempt ->
                switch (attempt.toString()) {
                  case "a2#1.1" -> Outcome.fail(FailureClass.TRANSIENT_INFRA, "slow");
                  case "a2#1.2" -> Outcome.fail(FailureClass.DETERMINISTIC, "wrong");
                  case "a#1.1" -> Outcome.success().withContext(Map.of("mine", "a", "score", "3"));
                  default -> Outcome.success();
                });

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(run.executedAnywhere())
        .containsSubsequence(
            "run.fan-p1-a a#1.1",
            "run.fan-p1-a a2#1.1",
            "run.fan-p1-a a2#1.2",
            "run.fan-p1-a fix#1.1",
            "run.fan-p1-a a2#2.1");
    assertThat(run.state().context())
        .containsEntry("parallel.fan_in.best_id", "a")
        .doesNotContainKey("mine");
    assertThat(run.folder().inner(new RunId("run.fan-p1-b")).facts().getFirst())
        .isInstanceOfSatisfying(
            RunEvent.RunStarted.class, b -> assertThat(b.context()).doesNotContainKey("mine"));
    assertThat(run.state().totals().attempts()).as("branches count").isEqualTo(14);
  }

  @Test
  void aBranchKnowsWhatCameBeforeIt() {
    MemoryRun run = run("", PLAIN, _ -> Outcome.success());
    run.drive();

    RunState branch = RunState.fold(run.folder().inner(new RunId("run.fan-p1-b")).facts());
    assertThat(branch.past().stream().map(step -> step.nodeId().value()))
        .containsExactly("start", "b");
    assertThat(branch.completed()).as("it did this itself").hasToString("[b]");
  }

  @Test
  void firstSuccessLeavesOutTheBranchesThatHaveNotBegun() {
    MemoryRun run =
        run(
            "max_parallel=1 join_policy=first_success",
            PLAIN,
            failing(FailureClass.STRUCTURAL, "a"));

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(run.executedAnywhere())
        .containsExactly("run.fan-p1-a a#1.1", "run.fan-p1-b b#1.1", "run verify#1.1");
    assertThat(run.state().context())
        .containsEntry("parallel.results.c.failure_class", "canceled")
        .containsEntry(
            "parallel.results.c.failure_reason",
            "enough branches succeeded (join_policy=first_success)");
  }

  @Test
  void aRetryTargetOutsideOfABranchIsNotForTheBranch() {
    MemoryRun run =
        run(
            "",
            """
            retry_target=plan plan [prompt=x] plan -> fan
            a -> join [condition="outcome=success"] b -> join [condition="outcome=success"]
            c -> join [condition="outcome=success"] join -> verify -> exit
            """,
            failing(FailureClass.DETERMINISTIC, "a"));

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(run.executedAnywhere()).noneMatch(done -> done.contains("plan#"));
    assertThat(run.state().context())
        .containsEntry(
            "parallel.results.a.failure_reason",
            "a failed, and plan lies outside its branch: a is wrong");
  }

  @Test
  void aBranchThatComesBackToItsFanOutOrToTheExitHasFailed() {
    MemoryRun run =
        run(
            "",
            "a -> fan a -> join [weight=-1] b -> exit b -> join [weight=-1] c -> join"
                + " join -> verify -> exit",
            _ -> Outcome.success());

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(run.state().context())
        .containsEntry(
            "parallel.results.a.failure_reason", "a branch of fan came back to the fan-out fan")
        .containsEntry(
            "parallel.results.b.failure_reason", "a branch of fan came to the exit instead of join")
        .containsEntry("parallel.fan_in.best_id", "c");
  }

  @Test
  void anUnsatisfiedGoalGateFailsItsBranch() {
    MemoryRun run =
        run(
            "",
            PLAIN + " gate [prompt=x goal_gate=true] c -> gate gate -> join",
            failing(FailureClass.DETERMINISTIC, "a", "gate"));

    run.drive();

    assertThat(run.folder().inner(new RunId("run.fan-p1-c")).facts())
        .filteredOn(fact -> fact instanceof RunEvent.GoalGateChecked)
        .hasSize(1);
    assertThat(run.state().context())
        .containsEntry("parallel.results.c.failure_reason", "goal gate not satisfied: gate");
  }

  @Test
  void aFanInThatDoesNotFollowAFanOutFails() {
    MemoryRun run =
        new MemoryRun(
            "digraph t { start exit join [shape=tripleoctagon] start -> join -> exit }",
            _ -> Outcome.success());

    assertThat(reason(run.drive())).contains("there are no branches to join");
  }

  @Test
  void anAgentRanksTheCandidates() {
    MemoryRun run =
        run(
            "",
            PLAIN.replace("join -> verify", "join [prompt=\"the shorter one\"] join -> verify"),
            attempt ->
                attempt.nodeId().value().equals("join")
                    ? new Outcome(
                        Outcome.success().status(), "c", List.of(), Map.of("leak", "x"), "")
                    : Outcome.success());

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(facts(run, RunEvent.FanInSelected.class))
        .singleElement()
        .satisfies(chosen -> {
          assertThat(chosen.branch()).isEqualTo("c");
          assertThat(chosen.ranking()).isEqualTo(RunEvent.FanInSelected.Ranking.AGENT);
        });
    assertThat(run.workspace().files())
        .as("what the ranking agent wrote is not the winner's work")
        .containsOnlyKeys("c", "verify");
    assertThat(run.state().context()).doesNotContainKey("leak");
  }

  @Test
  void withOneCandidateNoAgentIsAsked() {
    MemoryRun run =
        run(
            "",
            PLAIN.replace("join -> verify", "join [prompt=\"the shorter one\"] join -> verify"),
            failing(FailureClass.DETERMINISTIC, "a", "b"));

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(run.executed()).doesNotContain("join#1.1");
  }

  // --- what a join takes ---

  @Test
  void allOfThemAreMergedInTheOrderOfTheEdges() {
    MemoryRun run = run("take=all", PLAIN, failing(FailureClass.DETERMINISTIC, "b"));

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(run.workspace().files()).containsOnlyKeys("a", "c", "verify");
    assertThat(facts(run, RunEvent.BranchesMerged.class))
        .singleElement()
        .satisfies(merged -> assertThat(merged.branches()).containsExactly("a", "c"));
    assertThat(run.state().outcomeOf(new NodeId("join")).orElseThrow())
        .satisfies(outcome -> {
          assertThat(outcome.status().word()).isEqualTo("partial_success");
          assertThat(outcome.notes()).contains("b");
        });
    assertThat(Replay.verify(run.pipeline(), run.facts())).isEmpty();
  }

  @Test
  void noneOfTheirFilesGoOnWhenNoneAreTaken() {
    MemoryRun run = run("take=none", PLAIN, failing(FailureClass.DETERMINISTIC, "a"));

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(run.workspace().files()).containsOnlyKeys("verify");
    assertThat(run.state().context()).containsEntry("parallel.fan_in.best_id", "b");
  }

  // --- a list ---

  private static MemoryRun units(String list, Function<Attempt, Outcome> outcomes) {
    return new MemoryRun(
        """
        digraph t {
          start [shape=Mdiamond] exit [shape=Msquare]
          fan [shape=component take=all for_each="%s" for_each_max=3]
          join [shape=tripleoctagon] unit [prompt="do $item"] fix [prompt=x] plan [prompt=x]
          start -> plan -> fan -> unit -> join -> exit
          join -> fix [condition="outcome=fail"] fix -> exit
        }
        """
            .formatted(list),
        outcomes);
  }

  @Test
  void eachItemHasABranch() {
    MemoryRun run = units("one\ntwo words\nthree", _ -> Outcome.success());

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(facts(run, RunEvent.ParallelStarted.class))
        .singleElement()
        .satisfies(opened -> {
          assertThat(opened.branches()).containsExactly("unit_1", "unit_2", "unit_3");
          assertThat(opened.items()).extracting(Item::text).contains("two words");
        });
    assertThat(run.folder().inner(new RunId("run.fan-p1-unit_2")).facts().getFirst())
        .isInstanceOfSatisfying(
            RunEvent.RunStarted.class,
            started -> {
              assertThat(started.startNode()).hasToString("unit");
              assertThat(started.branch().orElseThrow().item().orElseThrow().index()).isEqualTo(2);
            });
    assertThat(Replay.verify(run.pipeline(), run.facts())).isEmpty();
  }

  @Test
  void noItemIsASuccessWithNothingDone() {
    MemoryRun run = units("context.units", attempt -> planning(attempt, ""));

    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(facts(run, RunEvent.BranchStarted.class)).isEmpty();
    assertThat(hops(run)).contains("join -> exit by weight");
    assertThat(Replay.verify(run.pipeline(), run.facts())).isEmpty();
  }

  @Test
  void tooManyItemsAndNoListFailAtTheJoin() {
    for (String list : List.of("1\n2\n3\n4", "@no.txt", "context.nobody")) {
      MemoryRun run = units(list, _ -> Outcome.success());

      assertThat(run.drive())
          .as(list)
          .isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
      assertThat(hops(run)).as(list).contains("join -> fix by conditional");
      assertThat(run.state().context()).containsEntry("outcome", "success");
      assertThat(Replay.verify(run.pipeline(), run.facts())).isEmpty();
    }
  }

  private static Outcome planning(Attempt attempt, String units) {
    return attempt.nodeId().value().equals("plan")
        ? Outcome.success().withContext(Map.of("units", units))
        : Outcome.success();
  }

  @Test
  void theListOfAContextIsWhatAStageHasLeftThere() {
    MemoryRun run = units("context.units", attempt -> planning(attempt, "u1\nu2"));
    run.drive();

    assertThat(facts(run, RunEvent.ParallelStarted.class).findFirst().orElseThrow().branches())
        .containsExactly("unit_1", "unit_2");
  }
}
