package dev.attractor.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.check.CheckReport;
import dev.attractor.domain.check.Finding;
import dev.attractor.domain.check.StaticCheck;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.replay.Replay;
import dev.attractor.domain.retry.RetryPolicy;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.source.SourceText;
import dev.attractor.testkit.generate.Generator;
import dev.attractor.testkit.memory.Seam;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What holds for every pipeline and every outcome: generated ones, by seed. */
class PlannerPropertiesTest {
  private static final int TRIES = 1_000;

  /** A run of a generated pipeline with generated outcomes, the same for each attempt. */
  private static MemoryRun run(long seed) {
    Generator generator = new Generator(seed);
    String dot = generator.pipeline(1 + (int) (seed % 9));
    Map<Attempt, Outcome> drawn = new HashMap<>();
    return new MemoryRun(
        dot, attempt -> drawn.computeIfAbsent(attempt, _ -> outcome(seed, attempt)));
  }

  private static Outcome outcome(long seed, Attempt attempt) {
    return new Generator(seed * 31 + attempt.toString().hashCode()).outcome();
  }

  /** As above, but joins report as real ones do: they neither prefer nor suggest. */
  private static MemoryRun runWithRealJoins(long seed) {
    String dot = new Generator(seed).pipeline(1 + (int) (seed % 9));
    Set<String> joins =
        MemoryRun.compile(new PipelineSource(new SourceText("t", dot), Map.of()))
            .graph()
            .nodesOf(NodeKind.FAN_IN)
            .stream()
            .map(Node::id)
            .collect(Collectors.toSet());
    return new MemoryRun(
        dot,
        attempt -> {
          Outcome drawn = outcome(seed, attempt);
          return joins.contains(attempt.nodeId())
              ? drawn.failure().map(Outcome::fail).orElseGet(Outcome::success)
              : drawn;
        });
  }

  private static void forAll(Consumer<MemoryRun> property) {
    forAll(PlannerPropertiesTest::run, property);
  }

  private static void forAll(LongFunction<MemoryRun> runs, Consumer<MemoryRun> property) {
    LongStream.rangeClosed(1, TRIES)
        .forEach(seed -> {
          MemoryRun run = runs.apply(seed);
          try {
            run.drive();
            property.accept(run);
          } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                "seed %d:%n%s".formatted(seed, run.folder().source().text().text()), e);
          }
        });
  }

  @Test
  void everyRunWithBreakersOnEnds() {
    forAll(run -> assertThat(run.state().end()).isPresent());
  }

  @Test
  void aFanInFailureNeverYieldsAnUnconditionalHop() {
    forAll(run -> {
      RunState state = RunState.begin((RunEvent.RunStarted) run.facts().getFirst());
      for (RunEvent event : run.facts().subList(1, run.facts().size())) {
        if (event instanceof RunEvent.EdgeSelected hop
            && run.pipeline().node(hop.from()).kind() == NodeKind.FAN_IN
            && state.last().status().isFailure()) {
          assertThat(hop.source()).isIn(HopSource.CONDITIONAL, HopSource.RETRY_TARGET);
        }
        state = state.apply(event);
      }
    });
  }

  @Test
  void noFinishedStageIsPlannedAgain() {
    forAll(run -> assertThat(run.executed()).doesNotHaveDuplicates());
  }

  @Test
  void retryAttemptsNeverExceedTheBudget() {
    forAll(run -> {
      for (String text : run.executed()) {
        Attempt attempt = Attempt.parse(text);
        RetryPolicy policy =
            RetryPolicy.of(run.pipeline().graph(), run.pipeline().node(attempt.nodeId()));
        int budget = policy.oncePerVisit() ? 0 : policy.maxRetries();
        assertThat(attempt.number()).isLessThanOrEqualTo(1 + budget);
      }
    });
  }

  @Test
  void successMeansThatTheExitWasReached() {
    forAll(run -> {
      boolean succeeded = run.facts().getLast() instanceof RunEvent.RunCompleted;
      assertThat(run.state().completed().nodes().contains("exit")).isEqualTo(succeeded);
    });
  }

  @Test
  void aFailedRunHasAReason() {
    forAll(run -> {
      if (run.facts().getLast() instanceof RunEvent.RunFailed(var failure)) {
        assertThat(failure.reason()).isNotBlank();
      }
    });
  }

  @Test
  void decisionsAreTheSameHoweverTheRunIsCut() {
    forAll(run -> {
      List<RunEvent> facts = run.facts();
      RunState state = RunState.begin((RunEvent.RunStarted) facts.getFirst());
      for (int cut = 1; cut < facts.size(); cut++) {
        state = state.apply(facts.get(cut));
        if (cut % 7 == 0) {
          assertThat(RunState.fold(facts.subList(0, cut + 1))).isEqualTo(state);
        }
      }
    });
  }

  @Test
  void aRunThatDiedAnywhereAndWasResumedTakesTheSamePath() {
    LongStream.rangeClosed(1, TRIES)
        .forEach(seed -> {
          MemoryRun undisturbed = run(seed);
          undisturbed.drive();
          MemoryRun cut = run(seed);
          cut.crashAt(1 + (int) (seed * 31 % undisturbed.pointsPassed()));
          assertThatThrownBy(cut::drive).as("seed %d", seed).isInstanceOf(Seam.Crash.class);
          cut.heal();
          cut.drive();

          assertThat(path(cut)).as("seed %d", seed).isEqualTo(path(undisturbed));
          assertThat(cut.state().context()).isEqualTo(undisturbed.state().context());
          assertThat(cut.workspace().history()).isEqualTo(undisturbed.workspace().history());
        });
  }

  /** Every decision and outcome, without the commits, whose names depend on the crash. */
  private static List<Object> path(MemoryRun run) {
    return run.facts().stream()
        .<Object>mapMulti((fact, sink) -> {
          switch (fact) {
            case RunEvent.StageAttemptEnded ended ->
                sink.accept(List.of(ended.attempt(), ended.outcome()));
            case RunEvent.CheckpointSaved saved -> sink.accept(saved.attempt());
            case RunEvent.StageAttemptStarted _, RunEvent.RunResumed _ -> {}
            case RunEvent.StateChange decision -> sink.accept(decision);
            case RunEvent.Observation _ -> {}
          }
        })
        .toList();
  }

  @Test
  void everyRunIsHonestInReplay() {
    forAll(run -> assertThat(Replay.verify(run.pipeline(), run.facts())).isEmpty());
  }

  @Test
  void whatARunDoesTheStaticCheckerKnows() {
    forAll(
        PlannerPropertiesTest::runWithRealJoins,
        run -> {
          CheckReport report = StaticCheck.check(run.pipeline());
          Set<String> never =
              report.findings().stream()
                  .filter(finding -> finding.kind() == Finding.Kind.NEVER_RUNS)
                  .map(Finding::nodeId)
                  .collect(Collectors.toSet());
          assertThat(run.state().visits().keySet()).noneMatch(never::contains);
          if (run.facts().getLast() instanceof RunEvent.RunCompleted) {
            assertThat(report.pathToExit()).isNotEmpty();
          }
        });
  }

  @Test
  void theSameSeedGivesTheSamePipeline() {
    String one = new Generator(7).pipeline(5);
    assertThat(new Generator(7).pipeline(5)).isEqualTo(one);
    assertThat(
            MemoryRun.compile(new PipelineSource(new SourceText("t", one), Map.of()))
                .graph()
                .nodes())
        .hasSize(7);
  }
}
