package dev.attractor.domain.plan;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.FailureSignature;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.AgentWork;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.parallel.FanIn;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.parallel.Take;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.retry.RetryGate;
import dev.attractor.domain.retry.RetryPolicy;
import dev.attractor.domain.routing.RetryTarget;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.FanOutPass;
import dev.attractor.domain.run.Phase;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.supervision.Supervision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Names the next action of a run: the order of things, shared by run, resume, replay, simulation
 * and check. Pure: the same pipeline and state always give the same action.
 */
public final class RunPlanner {
  private RunPlanner() {}

  /** Returns what has to be done next. */
  public static Action next(ValidPipeline pipeline, RunState state) {
    if (state.end().isPresent()) {
      return new Action.Stop(state.end().get());
    }
    return switch (state.phase()) {
      case Phase.Entering(NodeId nodeId) -> enter(pipeline, state, nodeId);
      case Phase.Admitted(NodeId exit) ->
          isJoin(state, exit)
              ? new Action.Finish(endOfBranch(pipeline, state))
              : intoExit(pipeline, state, firstAttempt(state, exit));
      case Phase.Refused refused -> afterRefusal(pipeline, state, refused);
      case Phase.Running(Attempt attempt) ->
          new Action.Recover(attempt, work(pipeline, state, attempt));
      case Phase.Attempted attempted -> afterAttempt(pipeline, attempted);
      case Phase.Delayed(Attempt attempt, Duration delay) ->
          new Action.Execute(attempt, delay, work(pipeline, state, attempt));
      case Phase.Settling(Attempt attempt, Outcome _, String commit) ->
          new Action.Checkpoint(attempt, commit);
      case Phase.Settled(Attempt attempt, Outcome outcome) ->
          leave(pipeline, state, attempt, outcome);
      case Phase.Branching(Attempt attempt) ->
          new Action.RunBranches(
              attempt,
              pipeline.fanOut(attempt.nodeId()).opened(state.pass(attempt.nodeId()).branches()));
      case Phase.Branched(Attempt attempt) -> afterBranches(pipeline, state, attempt);
      case Phase.Supervising supervising ->
          new Action.Supervise(
              supervising.manager(), Supervision.of(pipeline.node(supervising.manager().nodeId())));
      case Phase.Supervised(Attempt attempt, Outcome outcome, Optional<String> taken) ->
          new Action.Recover(
              attempt, new Action.Work.Supervised(settled(pipeline, attempt, outcome), taken));
      case Phase.Broken(Failure failure) -> new Action.Finish(new RunEnd.Failed(failure));
    };
  }

  // --- entering a node ---

  private static Action enter(ValidPipeline pipeline, RunState state, NodeId nodeId) {
    if (isJoin(state, nodeId)) {
      return Verdict.visitedGates(pipeline, state).isEmpty()
          ? new Action.Finish(endOfBranch(pipeline, state))
          : Action.Append.of(
              new RunEvent.GoalGateChecked(nodeId, Verdict.unsatisfiedGates(pipeline, state)));
    }
    Optional<Failure> astray = astray(pipeline, state, nodeId);
    if (astray.isPresent()) {
      return new Action.Finish(new RunEnd.Failed(astray.get()));
    }
    Attempt attempt = firstAttempt(state, nodeId);
    Optional<RunEvent> limit =
        CycleBreaker.atVisit(pipeline, nodeId, state.visits().ever(nodeId) + 1);
    if (limit.isPresent()) {
      return Action.Append.of(limit.get());
    }
    if (pipeline.node(nodeId).kind() != NodeKind.EXIT) {
      return execute(pipeline, state, attempt);
    }
    return pipeline.goalGates().isEmpty()
        ? intoExit(pipeline, state, attempt)
        : Action.Append.of(
            new RunEvent.GoalGateChecked(nodeId, Verdict.unsatisfiedGates(pipeline, state)));
  }

  // --- the verdict (SEMANTICS §6, "An exit is no absolution") ---

  private static Action intoExit(ValidPipeline pipeline, RunState state, Attempt exit) {
    return Verdict.charge(pipeline, state, exit.nodeId())
        .<Action>map(
            failure -> new Action.Finish(new RunEnd.Failed(failure, Optional.of(exit.nodeId()))))
        .orElseGet(() -> execute(pipeline, state, exit));
  }

  private static Attempt firstAttempt(RunState state, NodeId nodeId) {
    return Attempt.first(nodeId, state.visits().of(nodeId) + 1);
  }

  private static Action execute(ValidPipeline pipeline, RunState state, Attempt attempt) {
    return new Action.Execute(attempt, Duration.ZERO, work(pipeline, state, attempt));
  }

  private static Action.Work work(ValidPipeline pipeline, RunState state, Attempt attempt) {
    return switch (pipeline.node(attempt.nodeId()).kind()) {
      case START, EXIT -> new Action.Work.Known(Outcome.success());
      case CONDITIONAL -> new Action.Work.Known(passedThrough(state));
      case PARALLEL -> new Action.Work.Open(pipeline.fanOut(attempt.nodeId()));
      case FAN_IN -> joining(pipeline, state, attempt);
      case PIPELINE -> new Action.Work.Part();
      case MANAGER_LOOP -> new Action.Work.Begin();
      case AGENT, HUMAN, TOOL, CUSTOM -> new Action.Work.ByHandler();
    };
  }

  /**
   * A conditional node hands on what the stage before it reported (SEMANTICS §2). The failure keeps
   * the signature it had there, so that the same word from two stages is not one failure.
   */
  private static Outcome passedThrough(RunState state) {
    Outcome last = state.last();
    return last.failure()
        .map(failure ->
            failure.withSignature(
                FailureSignature.of(state.context().getOrDefault("last_stage", ""), failure)
                    .text()))
        .map(last::withFailure)
        .orElse(last)
        .withoutContext();
  }

  // --- branches (SEMANTICS §7) ---

  private static boolean isJoin(RunState state, NodeId nodeId) {
    return state.bounds().filter(branch -> branch.join().equals(nodeId)).isPresent();
  }

  /** A branch is judged at its join as a run is at its exit. */
  private static RunEnd endOfBranch(ValidPipeline pipeline, RunState state) {
    NodeId join = state.origin().branch().orElseThrow().join();
    return Verdict.charge(pipeline, state, join)
        .or(() -> state.rules() < RunEvent.RULES ? state.last().failure() : Optional.empty())
        .<RunEnd>map(RunEnd.Failed::new)
        .orElseGet(() -> new RunEnd.Succeeded(Optional.empty()));
  }

  /** The visit of a fan-out ends when all its branches have. */
  private static Action afterBranches(ValidPipeline pipeline, RunState state, Attempt attempt) {
    FanOutPass pass = state.pass(attempt.nodeId());
    return pass.commit()
        .<Action>map(commit ->
            new Action.Conclude(attempt, fanIn(pipeline, attempt.nodeId(), pass).all(), commit))
        .orElseGet(
            () -> Departure.hop(pipeline, state, pipeline.node(attempt.nodeId()), state.last()));
  }

  /** Why a branch must not enter a node: only coming to its join is success. */
  private static Optional<Failure> astray(ValidPipeline pipeline, RunState state, NodeId nodeId) {
    return state
        .bounds()
        .filter(branch -> branch.isAstray(pipeline.graph(), nodeId))
        .map(branch ->
            branch.comesBackTo(nodeId)
                ? Failure.of(
                    FailureClass.STRUCTURAL,
                    "a branch of %s came back to the fan-out %s"
                        .formatted(branch.fanOuts().getLast(), nodeId))
                : state
                    .last()
                    .failure()
                    .orElseGet(() ->
                        Failure.of(
                            FailureClass.STRUCTURAL,
                            "a branch of %s came to the exit instead of %s"
                                .formatted(branch.fanOuts().getLast(), branch.join()))));
  }

  private static Action.Work joining(ValidPipeline pipeline, RunState state, Attempt attempt) {
    Node join = pipeline.node(attempt.nodeId());
    Optional<FanIn> fanIn = arrivedBranches(pipeline, state, join);
    if (isPassedThrough(pipeline, state, join)) {
      return new Action.Work.Known(passedThrough(state));
    }
    if (fanIn.isEmpty()) {
      return new Action.Work.Known(
          Outcome.fail(
              FailureClass.STRUCTURAL,
              "there are no branches to join: the run did not come to %s from a fan-out"
                  .formatted(join.id())));
    }
    Optional<Failure> failure = fanIn.get().failure();
    if (failure.isPresent()) {
      return new Action.Work.Known(fanIn.get().lost(failure.get()), fanIn);
    }
    List<BranchResult> candidates = fanIn.get().candidates();
    if (candidates.isEmpty()) {
      return new Action.Work.Known(fanIn.get().nothingToDo(), fanIn);
    }
    Optional<Action.Work> decided = decided(state, attempt, fanIn.get());
    if (decided.isPresent()) {
      return decided.get();
    }
    if (fanIn.get().take() == Take.ALL) {
      return new Action.Work.Merge(fanIn.get());
    }
    return join.asksAgent() && candidates.size() > 1
        ? new Action.Work.Rank(fanIn.get())
        : new Action.Work.Adopt(fanIn.get(), candidates.getFirst());
  }

  /** What a join made of its branches before a crash, or before the disk was full, stands. */
  private static Optional<Action.Work> decided(RunState state, Attempt attempt, FanIn fanIn) {
    FanOutPass pass = state.pass(fanIn.fanOut());
    return pass.merged()
        .<Action.Work>map(made ->
            new Action.Work.Decided(
                fanIn,
                fanIn.merged(made.commit()),
                Optional.of(made.commit()),
                made.attempt().equals(attempt) ? made.agent() : AgentWork.NONE))
        .or(() ->
            pass.selected()
                .flatMap(chosen ->
                    fanIn.candidates().stream()
                        .filter(candidate -> candidate.branch().equals(chosen.branch()))
                        .findFirst()
                        .map(winner ->
                            new Action.Work.Decided(
                                fanIn,
                                fanIn.won(winner),
                                fanIn.goesOnWith(winner),
                                chosen.attempt().equals(attempt)
                                    ? chosen.agent()
                                    : AgentWork.NONE))));
  }

  /**
   * A join that nobody drew is not there for a run that comes on another way than from branches.
   */
  private static boolean isPassedThrough(ValidPipeline pipeline, RunState state, Node join) {
    return pipeline.isImplicitJoin(join.id()) && arrivedBranches(pipeline, state, join).isEmpty();
  }

  private static FanIn fanIn(ValidPipeline pipeline, NodeId fanOut, FanOutPass pass) {
    FanOut drawn = pipeline.fanOut(fanOut);
    return new FanIn(
        fanOut, pass.pass(), pass.results(), drawn.policy(), drawn.take(), pass.trouble());
  }

  private static Optional<FanIn> arrivedBranches(
      ValidPipeline pipeline, RunState state, Node join) {
    return state
        .arrival()
        .map(RunState.Arrival::from)
        .filter(from -> pipeline.node(from).kind() == NodeKind.PARALLEL)
        .flatMap(from ->
            Optional.ofNullable(state.fanOuts().get(from))
                .filter(pass -> pass.join().equals(join.id()))
                .map(pass -> fanIn(pipeline, from, pass)));
  }

  // --- goal gates (SEMANTICS §6) ---

  private static Action afterRefusal(
      ValidPipeline pipeline, RunState state, Phase.Refused refused) {
    NodeId exit = refused.exitNode();
    return CycleBreaker.atFailure(pipeline, state, exit.value(), refused.failure())
        .<Action>map(Action.Append::of)
        .or(() ->
            refused.unsatisfied().stream()
                .flatMap(gate -> RetryTarget.chain(pipeline.graph(), pipeline.node(gate)).stream())
                .filter(target -> Departure.mayJump(pipeline, state, target.nodeId()))
                .findFirst()
                .map(target ->
                    Action.Append.of(Departure.jump(exit, target, Departure.carriedOn(state)))))
        .orElseGet(
            () -> new Action.Finish(new RunEnd.Failed(refused.failure(), Optional.of(exit))));
  }

  // --- after an attempt (SEMANTICS §5) ---

  /** Returns what the report of an attempt counts as, after {@code allow_partial}. */
  public static Outcome settled(ValidPipeline pipeline, Attempt attempt, Outcome reported) {
    RetryPolicy policy = RetryPolicy.of(pipeline.graph(), pipeline.node(attempt.nodeId()));
    return RetryGate.settle(policy, attempt.number(), reported);
  }

  private static Action afterAttempt(ValidPipeline pipeline, Phase.Attempted attempted) {
    Attempt attempt = attempted.attempt();
    Node node = pipeline.node(attempt.nodeId());
    RetryPolicy policy = RetryPolicy.of(pipeline.graph(), node);
    return switch (RetryGate.judge(policy, attempt.number(), attempted.outcome())) {
      case RetryGate.Accept _ -> new Action.Checkpoint(attempt, attempted.commit());
      case RetryGate.Repeat(Failure failure) -> new Action.DelayRetry(attempt, policy, failure);
      case RetryGate.Blocked(Failure failure, RetryGate.Reason reason) ->
          node.kind() == NodeKind.CONDITIONAL || node.kind() == NodeKind.PARALLEL
              ? // it reports failures of other stages
              new Action.Checkpoint(attempt, attempted.commit())
              : Action.Append.of(
                  new RunEvent.StageRetryBlocked(
                      attempt, failure, reason.word(), policy.maxRetries()));
    };
  }

  // --- leaving a node (SEMANTICS §6) ---

  private static Action leave(
      ValidPipeline pipeline, RunState state, Attempt attempt, Outcome outcome) {
    Node node = pipeline.node(attempt.nodeId());
    if (node.kind() == NodeKind.PARALLEL) {
      return wasOpened(state, attempt)
          ? Departure.hop(pipeline, state, node, outcome) // its join counts the failures
          : open(pipeline, attempt);
    }
    if (node.kind() == NodeKind.EXIT) {
      return new Action.Finish(
          new RunEnd.Succeeded(
              state.rules() < RunEvent.RULES ? Optional.empty() : Optional.of(node.id())));
    }
    Node left = isPassedThrough(pipeline, state, node) ? node.ofKind(NodeKind.CONDITIONAL) : node;
    return outcome
        .failure()
        .map(failure -> CycleBreaker.atFailure(pipeline, state, node.id().value(), failure))
        .orElseGet(() ->
            arrivedBranches(pipeline, state, node)
                .flatMap(fanIn -> CycleBreaker.atJoin(pipeline, state, fanIn.results())))
        .<Action>map(Action.Append::of)
        .orElseGet(() -> Departure.hop(pipeline, state, left, outcome));
  }

  private static boolean wasOpened(RunState state, Attempt attempt) {
    return Optional.ofNullable(state.fanOuts().get(attempt.nodeId()))
        .filter(pass -> pass.pass() == attempt.visit())
        .isPresent();
  }

  /** Runs of older rules ended the visit of a fan-out before they opened its branches. */
  private static Action open(ValidPipeline pipeline, Attempt attempt) {
    return Action.Append.of(
        RunEvent.ParallelStarted.of(attempt, pipeline.fanOut(attempt.nodeId()), Optional.empty()));
  }
}
