package dev.attractor.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.check.CheckFinding;
import dev.attractor.domain.check.CheckReport;
import dev.attractor.domain.check.StaticCheck;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.replay.Replay;
import dev.attractor.domain.retry.RetryPolicy;
import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.simulate.Simulation;
import dev.attractor.domain.source.SourceText;
import dev.attractor.testkit.generate.Generator;
import dev.attractor.testkit.memory.Seam;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What holds for every pipeline and every outcome: generated ones, by seed. */
class PlannerPropertiesTest {
  private static final int TRIES = 1_000;

  /** A run of a generated pipeline with generated outcomes, the same for each attempt. */
  private static MemoryRun run(long seed) {
    return run(new Generator(seed).pipeline(1 + (int) (seed % 9)), seed);
  }

  private static MemoryRun run(String dot, long seed) {
    Map<Attempt, Outcome> drawn = new ConcurrentHashMap<>();
    return new MemoryRun(
        dot, attempt -> drawn.computeIfAbsent(attempt, _ -> outcome(seed, attempt)));
  }

  private static Outcome outcome(long seed, Attempt attempt) {
    return new Generator(seed * 31 + attempt.toString().hashCode()).outcome();
  }

  /** Runs that have ended; the properties only look at them. */
  private static final class Driven {
    static final List<MemoryRun> RUNS =
        LongStream.rangeClosed(1, TRIES).mapToObj(Driven::drive).toList();

    private static MemoryRun drive(long seed) {
      MemoryRun run = run(seed);
      try {
        run.drive();
      } catch (AssertionError | RuntimeException e) {
        throw told(seed, run, e);
      }
      return run;
    }
  }

  private static AssertionError told(long seed, MemoryRun run, Throwable e) {
    return new AssertionError(
        "seed %d:%n%s".formatted(seed, run.folder().source().text().text()), e);
  }

  private static void forAll(Consumer<MemoryRun> property) {
    for (int n = 0; n < TRIES; n++) {
      MemoryRun run = Driven.RUNS.get(n);
      try {
        property.accept(run);
      } catch (AssertionError | RuntimeException e) {
        throw told(n + 1L, run, e);
      }
    }
  }

  @Test
  void everyRunWithBreakersOnEnds() {
    forAll(run -> assertThat(run.state().end()).isPresent());
  }

  @Test
  void aFanInFailureNeverYieldsAnUnconditionalHop() {
    int[] failures = {0};
    forAll(run ->
        run.journals()
            .forEach(facts -> {
              RunState state = RunState.begin((RunEvent.RunStarted) facts.getFirst());
              for (RunEvent event : facts.subList(1, facts.size())) {
                if (event instanceof RunEvent.EdgeSelected hop
                    && run.pipeline().node(hop.from()).kind() == NodeKind.FAN_IN
                    && state.last().status().isFailure()) {
                  failures[0]++;
                  assertThat(hop.source()).isIn(HopSource.CONDITIONAL, HopSource.RETRY_TARGET);
                }
                state = state.apply(event);
              }
            }));
    assertThat(failures[0]).as("joins that failed and had somewhere to go").isGreaterThan(20);
  }

  @Test
  void branchesNestAndLeaveNoWorkTreeBehind() {
    int[] branches = {0};
    int[] nested = {0};
    forAll(run -> {
      assertThat(run.workspace().forks()).isEmpty();
      for (List<RunEvent> facts : run.journals()) {
        ((RunEvent.RunStarted) facts.getFirst())
            .branch()
            .ifPresent(branch -> {
              branches[0]++;
              nested[0] += branch.fanOuts().size() - 1;
            });
      }
    });
    assertThat(branches[0]).as("branches").isGreaterThan(1_000);
    assertThat(nested[0]).as("branches inside branches").isGreaterThan(50);
  }

  @Test
  void noFinishedStageIsPlannedAgain() {
    forAll(run -> assertThat(run.executedAnywhere()).doesNotHaveDuplicates());
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
      assertThat(
              run.state().completed().nodes().stream()
                  .anyMatch(id -> Set.of("exit", "bad").contains(id.value())))
          .isEqualTo(succeeded);
    });
  }

  /** SEMANTICS §6, told from the journal alone: what the hops say and how the visits ended. */
  @Test
  void aRunThatEndsInSuccessHasNoFailureStandingUnlessItWasAccepted() {
    int[] successes = {0};
    int[] redeemed = {0};
    Consumer<MemoryRun> property =
        run -> {
          List<RunEvent> facts = run.facts();
          if (!(facts.getLast() instanceof RunEvent.RunCompleted)) {
            return;
          }
          successes[0]++;
          Set<NodeId> gates =
              run.pipeline().goalGates().stream().map(Node::id).collect(Collectors.toSet());
          for (int index = 0; index < facts.size(); index++) {
            Optional<CarriedFailure> carried = carriedBy(facts.get(index));
            if (carried.isPresent()
                && carried.get().handling() == CarriedFailure.Handling.STANDING) {
              NodeId stage = carried.get().stage();
              redeemed[0]++;
              assertThat(facts.subList(index, facts.size()))
                  .as("%s succeeds later, or a goal gate vouches", stage)
                  .anyMatch(fact ->
                      fact instanceof RunEvent.StageAttemptEnded ended
                          && !ended.outcome().status().isFailure()
                          && (ended.attempt().nodeId().equals(stage)
                              || gates.contains(ended.attempt().nodeId())));
            }
          }
          assertThat(lastHopBeforeTheEnd(facts).flatMap(PlannerPropertiesTest::carriedBy))
              .as("what the run came with")
              .matches(carried ->
                  carried.isEmpty()
                      || carried.get().handling() == CarriedFailure.Handling.ACCEPTED);
        };
    forAll(property);
    for (long seed = 1; seed <= TRIES; seed++) {
      MemoryRun row = run(new Generator(seed).row(1 + (int) (seed % 5)), seed);
      row.drive();
      property.accept(row);
    }
    assertThat(successes[0]).isGreaterThan(TRIES / 20);
    assertThat(redeemed[0]).as("failures that stood and were made good").isPositive();
  }

  private static Optional<CarriedFailure> carriedBy(RunEvent fact) {
    return switch (fact) {
      case RunEvent.EdgeSelected hop -> hop.failure();
      case RunEvent.LoopRestarted hop -> hop.failure();
      case RunEvent.StateChange _, RunEvent.Observation _ -> Optional.empty();
    };
  }

  private static Optional<RunEvent> lastHopBeforeTheEnd(List<RunEvent> facts) {
    return facts.reversed().stream()
        .filter(
            fact -> fact instanceof RunEvent.EdgeSelected || fact instanceof RunEvent.LoopRestarted)
        .findFirst();
  }

  @Test
  void whatCheckSaysOfFailuresNoSimulationContradicts() {
    int[] without = {0};
    for (long seed = 1; seed <= TRIES; seed++) {
      ValidPipeline pipeline = run(seed).pipeline();
      if (StaticCheck.check(pipeline).failureCanReachSuccess()) {
        continue;
      }
      without[0]++;
      for (int draw = 0; draw < 5; draw++) {
        long drawn = seed * 1_000 + draw;
        Simulation.Result result =
            Simulation.run(pipeline, attempt -> outcome(drawn, attempt), 2_000);

        assertThat(result.facts().stream().flatMap(fact -> carriedBy(fact).stream()))
            .as("seed %d", drawn)
            .noneMatch(carried -> carried.handling() == CarriedFailure.Handling.ACCEPTED);
      }
    }
    assertThat(without[0]).isGreaterThan(TRIES / 10);
  }

  @Test
  void theOrderInWhichBranchesEndChangesNothing() {
    int[] passes = {0};
    forAll(run -> {
      List<RunEvent> facts = new ArrayList<>(run.facts());
      List<Integer> ends = new ArrayList<>();
      for (int index = 0; index < facts.size(); index++) {
        if (facts.get(index) instanceof RunEvent.BranchCompleted) {
          ends.add(index);
        }
        if (facts.get(index) instanceof RunEvent.ParallelCompleted) {
          List<RunEvent> turned = new ArrayList<>(ends.stream().map(facts::get).toList());
          Collections.shuffle(turned, new Random(index));
          List<RunEvent> other = new ArrayList<>(facts.subList(0, index + 1));
          for (int n = 0; n < turned.size(); n++) {
            other.set(ends.get(n), turned.get(n));
          }
          ends.clear();
          passes[0]++;
          RunState asItWas = RunState.fold(facts.subList(0, index + 1));
          assertThat(RunState.fold(other)).isEqualTo(asItWas);
        }
      }
    });
    assertThat(passes[0]).isGreaterThan(TRIES / 10);
  }

  @Test
  void aFailedRunHasAReason() {
    forAll(run -> {
      if (run.facts().getLast() instanceof RunEvent.RunFailed(var failure, var _)) {
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
  void whereARunStandsIsToldByItsLastFacts() {
    int[] fewer = {0};
    forAll(run -> {
      for (List<RunEvent> facts : run.journals()) {
        for (int end = 2; end <= facts.size(); end += 3) {
          RunState whole = RunState.fold(facts.subList(0, end));
          int begin = end - 1;
          while (begin > 0 && !RunState.tellWhereItStands(facts.subList(begin, end))) {
            begin--;
          }
          if (begin > 0) {
            fewer[0]++;
            List<RunEvent> ends = new ArrayList<>(facts.subList(begin, end));
            ends.addFirst(facts.getFirst());
            assertThat(RunState.fold(ends).phase().node()).isEqualTo(whole.phase().node());
            assertThat(RunState.fold(ends).end()).isEqualTo(whole.end());
          }
        }
      }
    });
    assertThat(fewer[0]).isGreaterThan(1000);
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
          assertThat(cut.workspace().files()).isEqualTo(undisturbed.workspace().files());
          assertThat(cut.workspace().head())
              .as("seed %d: the name of a commit tells its parents, too", seed)
              .isEqualTo(undisturbed.workspace().head());
        });
  }

  /** SEMANTICS §7: what all branches did is kept, or the join has not succeeded. */
  @Test
  void aJoinThatTakesAllLosesNoCommitOfACandidate() {
    int[] merged = {0};
    int[] sides = {0};
    forAll(run -> {
      for (List<RunEvent> facts : run.journals()) {
        RunState state = RunState.begin((RunEvent.RunStarted) facts.getFirst());
        for (RunEvent event : facts.subList(1, facts.size())) {
          if (event instanceof RunEvent.BranchesMerged all) {
            merged[0]++;
            List<BranchResult> candidates =
                state.pass(all.fanOut()).results().stream()
                    .filter(result -> !result.isFailure())
                    .toList();
            assertThat(all.branches())
                .containsExactlyElementsOf(candidates.stream().map(BranchResult::branch).toList());
            for (BranchResult candidate : candidates) {
              sides[0]++;
              assertThat(run.workspace().leadsTo(all.commit(), candidate.commit())).isTrue();
            }
          }
          state = state.apply(event);
        }
      }
      if (run.state().end().filter(RunEnd.Succeeded.class::isInstance).isPresent()) {
        run.facts().stream()
            .filter(RunEvent.BranchesMerged.class::isInstance)
            .map(fact -> ((RunEvent.BranchesMerged) fact).commit())
            .reduce((_, last) -> last)
            .ifPresent(
                last -> assertThat(run.workspace().leadsTo(run.workspace().head(), last)).isTrue());
      }
    });
    assertThat(merged[0]).as("joins that merged").isGreaterThan(50);
    assertThat(sides[0]).as("branches that were merged").isGreaterThan(merged[0]);
  }

  /** Only where a branch that is quick ends others does it matter which is. */
  @Test
  void whatAJoinTakesDoesNotDependOnWhichBranchEndsFirst() {
    int[] together = {0};
    for (long seed = 1; seed <= TRIES; seed++) {
      String waiting =
          new Generator(seed)
              .pipeline(1 + (int) (seed % 9))
              .replaceAll("join_policy=\\w+ error_policy=\\w+", "join_policy=wait_all");
      if (!waiting.contains("max_parallel=1")) {
        continue;
      }
      MemoryRun oneByOne = run(waiting, seed);
      oneByOne.drive();
      MemoryRun sideBySide = run(waiting.replace("max_parallel=1", "max_parallel=0"), seed);
      sideBySide.drive();
      together[0]++;

      String told = "seed %d:%n%s".formatted(seed, waiting);
      assertThat(sideBySide.state().end()).as(told).isEqualTo(oneByOne.state().end());
      assertThat(sideBySide.workspace().files()).as(told).isEqualTo(oneByOne.workspace().files());
      assertThat(sideBySide.workspace().head()).as(told).isEqualTo(oneByOne.workspace().head());
    }
    assertThat(together[0]).isGreaterThan(TRIES / 2);
  }

  /** Every decision and outcome, without the commits, whose names depend on the crash. */
  private static List<Object> path(MemoryRun run) {
    return run.facts().stream()
        .<Object>mapMulti((fact, sink) -> {
          switch (fact) {
            case RunEvent.StageAttemptEnded ended ->
                sink.accept(List.of(ended.attempt(), ended.outcome()));
            case RunEvent.CheckpointSaved saved -> sink.accept(saved.attempt());
            case RunEvent.ParallelStarted opened ->
                sink.accept(List.of(opened.fanOut(), opened.branches(), opened.join()));
            case RunEvent.StageAttemptStarted _, RunEvent.RunResumed _ -> {}
            case RunEvent.StateChange decision -> sink.accept(decision);
            case RunEvent.Observation _ -> {}
          }
        })
        .toList();
  }

  @Test
  void everyRunIsHonestInReplay() {
    forAll(run ->
        run.journals()
            .forEach(facts -> assertThat(Replay.verify(run.pipeline(), facts)).isEmpty()));
  }

  @Test
  void whatARunDoesTheStaticCheckerKnows() {
    forAll(run -> {
      CheckReport report = StaticCheck.check(run.pipeline());
      Set<String> never =
          report.findings().stream()
              .filter(finding -> finding.kind() == CheckFinding.Kind.NEVER_RUNS)
              .map(CheckFinding::nodeId)
              .collect(Collectors.toSet());
      run.journals()
          .forEach(facts ->
              assertThat(RunState.fold(facts).visits().here().keySet())
                  .noneMatch(id -> never.contains(id.value())));
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
        .hasSizeGreaterThanOrEqualTo(7);
  }
}
