package dev.attractor.domain.replay;

import static dev.attractor.domain.PipelineText.valid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.simulate.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replaying and explaining recorded runs. */
class ReplayTest {
  private static final String GRAPH =
      """
      start [shape=Mdiamond] exit [shape=Msquare]
      work [prompt=x max_retries=2]
      test [shape=parallelogram tool_command=x]
      fix [prompt=x]
      start -> work -> test
      test -> fix [condition="outcome=fail"]
      test -> exit [condition="outcome=success"]
      test -> exit [weight=-1]
      fix -> test
      """;

  private static Outcome outcome(Attempt attempt) {
    return switch (attempt.toString()) {
      case "work#1.1" -> Outcome.fail(FailureClass.TRANSIENT_INFRA, "slow");
      case "test#1.1" -> Outcome.fail(FailureClass.DETERMINISTIC, "red");
      default -> Outcome.success();
    };
  }

  private static List<RunEvent> facts(ValidPipeline pipeline) {
    return Simulation.run(pipeline, ReplayTest::outcome, 1_000).facts();
  }

  @Test
  void everyDecisionOfAnHonestRunIsThePlanners() {
    ValidPipeline pipeline = valid(GRAPH);

    assertThat(Replay.verify(pipeline, facts(pipeline))).isEmpty();
  }

  @Test
  void everyForgedDecisionIsFound() {
    ValidPipeline pipeline = valid(GRAPH);
    List<RunEvent> facts = facts(pipeline);
    for (int index = 1; index < facts.size(); index++) {
      if (facts.get(index) instanceof RunEvent.EdgeSelected hop) {
        List<RunEvent> forged = new ArrayList<>(facts);
        forged.set(
            index,
            new RunEvent.EdgeSelected(
                hop.from(),
                new NodeId("exit"),
                "",
                HopSource.SUGGESTED_ID,
                Optional.empty(),
                hop.failure()));

        assertThat(Replay.verify(pipeline, forged).map(Replay.Divergence::index)).contains(index);
      }
    }
  }

  @Test
  void aRunThatWasResumedIsHonestToo() {
    ValidPipeline pipeline = valid(GRAPH);
    List<RunEvent> facts = new ArrayList<>(facts(pipeline));
    int started = facts.indexOf(new RunEvent.StageAttemptStarted(Attempt.parse("test#1.1")));
    facts.add(
        started + 1,
        new RunEvent.RunResumed(Optional.of(Attempt.parse("test#1.1")), RunEvent.RULES));
    facts.add(started + 2, new RunEvent.StageAttemptStarted(Attempt.parse("test#1.1")));

    assertThat(Replay.verify(pipeline, facts)).isEmpty();
  }

  @Test
  void aJournalFromBeforeRateLimitsHadPausesOfTheirOwnIsHonestToo() {
    ValidPipeline pipeline = valid(GRAPH);
    Outcome overloaded = Outcome.fail(FailureClass.TRANSIENT_INFRA, "the model is overloaded");
    List<RunEvent> facts =
        Simulation.run(
                pipeline,
                attempt -> attempt.toString().equals("work#1.1") ? overloaded : outcome(attempt),
                1_000)
            .facts();
    List<RunEvent> before =
        facts.stream()
            .map(fact ->
                fact instanceof RunEvent.StageRetrySleep(Attempt attempt, Duration _)
                    ? new RunEvent.StageRetrySleep(attempt, Duration.ofMillis(150))
                    : fact)
            .toList();
    List<RunEvent> tooShort =
        facts.stream()
            .map(fact ->
                fact instanceof RunEvent.StageRetrySleep(Attempt attempt, Duration _)
                    ? new RunEvent.StageRetrySleep(attempt, Duration.ofMillis(50))
                    : fact)
            .toList();

    assertThat(facts)
        .contains(
            new RunEvent.StageRetrySleep(Attempt.parse("work#1.1"), Duration.ofMillis(18_750)));
    assertThat(Replay.verify(pipeline, facts)).isEmpty();
    assertThat(Replay.verify(pipeline, before)).isEmpty();
    assertThat(Replay.verify(pipeline, tooShort)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"work#2.1,PT0.1S", "work#1.2,PT0.1S", "other#1.1,PT0.1S", "work#1.1,PT-0.1S"})
  void whatHasNotEndedIsNotTriedAgain(String attempt, Duration delay) {
    ValidPipeline pipeline = valid(GRAPH);
    Outcome cut = Outcome.fail(FailureClass.TRANSIENT_INFRA, "the stream was cut");
    List<RunEvent> facts =
        Simulation.run(
                pipeline, one -> one.toString().equals("work#1.1") ? cut : outcome(one), 1_000)
            .facts();
    List<RunEvent> changed =
        facts.stream()
            .map(fact ->
                fact instanceof RunEvent.StageRetrySleep
                    ? new RunEvent.StageRetrySleep(Attempt.parse(attempt), delay)
                    : fact)
            .toList();

    assertThat(Replay.verify(pipeline, facts)).isEmpty();
    assertThatThrownBy(() -> RunState.fold(changed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has not ended");
  }

  @Test
  void aChangedPipelineTellsWhereItWouldHaveGoneAnotherWay() {
    List<RunEvent> facts = facts(valid(GRAPH));
    ValidPipeline changed =
        valid(GRAPH.replace("test -> fix [condition=\"outcome=fail\"]", "test -> fix"));

    Replay.Divergence divergence = Replay.verify(changed, facts).orElseThrow();

    assertThat(divergence.recorded())
        .isInstanceOfSatisfying(
            RunEvent.EdgeSelected.class, hop -> assertThat(hop.to()).hasToString("fix"));
  }

  @Test
  void anExplanationNamesTheRuleAndWhatLost() {
    ValidPipeline pipeline = valid(GRAPH);

    List<Explanation> explanations = Explanation.of(pipeline, facts(pipeline));

    assertThat(explanations)
        .extracting(Explanation::decision)
        .containsExactly(
            "start -> work",
            "work#1.1 is repeated after 200 ms",
            "work -> test",
            "test#1.1 is not repeated",
            "test -> fix",
            "fix -> test",
            "test -> exit");
    Explanation toFix = explanations.get(4);
    assertThat(toFix.rule())
        .isEqualTo("§6 rule 1: the condition outcome=fail holds; the failure of test is handled");
    assertThat(toFix.alternatives())
        .containsExactly(
            "-> exit [outcome=success]: its condition fails",
            "-> exit: a condition holds, and conditions come first");
  }

  /** SEMANTICS §6: how a run was judged stands in its facts, and is never judged again. */
  @Test
  void aRunOfTheFirstRulesIsReplayedAsItWasJudged() {
    ValidPipeline pipeline =
        valid("start [shape=Mdiamond] exit [shape=Msquare] a [prompt=x] start -> a -> exit");
    Attempt start = Attempt.first(new NodeId("start"), 1);
    Attempt a = Attempt.first(new NodeId("a"), 1);
    Attempt exit = Attempt.first(new NodeId("exit"), 1);
    Outcome failed = Outcome.fail(FailureClass.DETERMINISTIC, "wrong key");
    List<RunEvent> facts = new ArrayList<>();
    facts.add(
        new RunEvent.RunStarted(
            new RunId("old"),
            "test",
            new NodeId("start"),
            "",
            "base",
            new BranchName("b"),
            Map.of(),
            Optional.empty(),
            1));
    facts.addAll(stage(start, Outcome.success()));
    facts.add(hop("start", "a"));
    facts.add(new RunEvent.StageAttemptStarted(a));
    facts.add(ended(a, failed));
    facts.add(
        new RunEvent.StageRetryBlocked(a, failed.failure().orElseThrow(), "failure_class", 0));
    facts.add(new RunEvent.CheckpointSaved(a, "c"));
    facts.add(hop("a", "exit"));
    facts.addAll(stage(exit, Outcome.success()));
    facts.add(new RunEvent.RunCompleted(Optional.empty()));

    assertThat(Replay.verify(pipeline, facts)).isEmpty();
    assertThat(RunState.fold(facts).end()).contains(new RunEnd.Succeeded(Optional.empty()));

    facts.set(
        0,
        new RunEvent.RunStarted(
            new RunId("new"),
            "test",
            new NodeId("start"),
            "",
            "base",
            new BranchName("b"),
            Map.of(),
            Optional.empty()));
    assertThat(Replay.verify(pipeline, facts)).as("under the rules of today").isPresent();
  }

  private static List<RunEvent> stage(Attempt attempt, Outcome outcome) {
    return List.of(
        new RunEvent.StageAttemptStarted(attempt),
        ended(attempt, outcome),
        new RunEvent.CheckpointSaved(attempt, "c"));
  }

  private static RunEvent ended(Attempt attempt, Outcome outcome) {
    return new RunEvent.StageAttemptEnded(
        attempt, outcome, Duration.ZERO, Usage.NONE, Optional.empty(), "c");
  }

  private static RunEvent hop(String from, String to) {
    return new RunEvent.EdgeSelected(
        new NodeId(from), new NodeId(to), "", HopSource.WEIGHT, Optional.empty(), Optional.empty());
  }
}
