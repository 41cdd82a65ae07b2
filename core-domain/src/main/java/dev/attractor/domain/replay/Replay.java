package dev.attractor.domain.replay;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.parallel.FanIn;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.plan.Action;
import dev.attractor.domain.plan.RunPlanner;
import dev.attractor.domain.retry.RetryPolicy;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.ChildRun;
import dev.attractor.domain.run.Phase;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.supervision.Supervision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Checks that every fact of a run follows from the facts before it by the planner's rules. */
public final class Replay {
  private Replay() {}

  /**
   * The first fact that the planner would not have let happen.
   *
   * @param index the place of the fact, from 0
   * @param recorded what happened
   * @param planned what the planner says instead
   */
  public record Divergence(int index, RunEvent recorded, Action planned) {}

  /**
   * Replays a run.
   *
   * @param pipeline the one the run had, or a changed one to see where it would go another way
   * @param facts all facts, the first being {@code run_started}
   * @return where recorded and planned differ first; empty when they never do
   */
  public static Optional<Divergence> verify(
      ValidPipeline pipeline, List<? extends RunEvent> facts) {
    RunState state = RunState.fold(facts.subList(0, 1));
    for (int index = 1; index < facts.size(); index++) {
      RunEvent fact = facts.get(index);
      if (fact instanceof RunEvent.StateChange change) {
        Action planned = planned(pipeline, state);
        if (!follows(planned, change, state) && !wasRuledOtherwise(pipeline, state, change)) {
          return Optional.of(new Divergence(index, fact, planned));
        }
      }
      state = state.apply(fact);
    }
    return Optional.empty();
  }

  private static Action planned(ValidPipeline pipeline, RunState state) {
    // A node that a changed pipeline no longer has ends the run there.
    return state.phase().node().filter(id -> pipeline.graph().find(id).isEmpty()).isPresent()
        ? new Action.Append(List.of())
        : RunPlanner.next(pipeline, state);
  }

  /**
   * Whether a fact records a decision that older rules took in another way. It stands: how a run
   * was judged is what its facts say.
   */
  private static boolean wasRuledOtherwise(
      ValidPipeline pipeline, RunState state, RunEvent.StateChange fact) {
    if (state.rules() >= RunEvent.RULES) {
      return false;
    }
    Optional<Node> left = state.phase().node().flatMap(pipeline.graph()::find);
    boolean ofPersonOrBranches =
        left.map(Node::kind)
            .filter(kind -> kind == NodeKind.HUMAN || kind == NodeKind.PARALLEL)
            .isPresent();
    return switch (fact) {
      case RunEvent.RunCompleted _, RunEvent.RunFailed _ -> true;
      case RunEvent.EdgeSelected _,
          RunEvent.LoopRestarted _,
          RunEvent.LoopRestartBlocked _,
          RunEvent.StageAttemptEnded _,
          RunEvent.StageRetryBlocked _,
          RunEvent.ParallelStarted _ ->
          ofPersonOrBranches;
      case RunEvent.RunStarted _,
          RunEvent.StageAttemptStarted _,
          RunEvent.StageRetrySleep _,
          RunEvent.CheckpointSaved _,
          RunEvent.BranchCompleted _,
          RunEvent.ParallelCompleted _,
          RunEvent.FanInSelected _,
          RunEvent.BranchesMerged _,
          RunEvent.ChildStarted _,
          RunEvent.ManagerCycle _,
          RunEvent.Steered _,
          RunEvent.ChildCompleted _,
          RunEvent.GoalGateChecked _,
          RunEvent.FailureCycleBroken _,
          RunEvent.RunResumed _,
          RunEvent.RunCanceled _ ->
          false;
    };
  }

  /** Under older rules hops did not tell what became of the failures they carried. */
  private static RunEvent asTold(RunEvent event, int rules) {
    if (rules < RunEvent.RULES && event instanceof RunEvent.EdgeSelected hop) {
      return hop.untold();
    }
    return rules < RunEvent.RULES && event instanceof RunEvent.LoopRestarted hop
        ? hop.untold()
        : event;
  }

  private static boolean follows(Action planned, RunEvent.StateChange fact, RunState state) {
    return switch (fact) {
      // From outside: a person or a crash, not the planner.
      case RunEvent.RunResumed _, RunEvent.RunCanceled _ -> true;
      case RunEvent.RunStarted _ -> false;
      case RunEvent.StageAttemptStarted(Attempt attempt) ->
          begins(planned).filter(attempt::equals).isPresent();
      case RunEvent.StageAttemptEnded ended ->
          switch (planned) {
            case Action.Recover(Attempt attempt, Action.Work work) ->
                attempt.equals(ended.attempt()) && mayReport(work, ended.outcome());
            case Action.Conclude concluded ->
                concluded.equals(
                    new Action.Conclude(ended.attempt(), ended.outcome(), ended.commit()));
            case Action.Append _,
                Action.Execute _,
                Action.DelayRetry _,
                Action.Checkpoint _,
                Action.RunBranches _,
                Action.Supervise _,
                Action.Finish _,
                Action.Stop _ ->
                false;
          };
      case RunEvent.ChildStarted child ->
          planned instanceof Action.Recover(Attempt attempt, Action.Work.Begin _)
              && attempt.equals(child.manager());
      case RunEvent.ManagerCycle cycle ->
          planned instanceof Action.Supervise(Attempt attempt, Supervision supervision)
              && attempt.equals(cycle.manager())
              && mayLookSo(supervision, cycle, state);
      case RunEvent.Steered(var _, var child) -> // a person may say something at any time
          child.isEmpty() || planned instanceof Action.Supervise;
      case RunEvent.ChildCompleted child ->
          planned instanceof Action.Supervise(Attempt attempt, Supervision _)
              && attempt.equals(child.manager());
      case RunEvent.ParallelStarted opened ->
          planned.equals(Action.Append.of(opened))
              || (planned
                      instanceof Action.Recover(Attempt attempt, Action.Work.Open(FanOut fanOut))
                  && opened.equals(
                      RunEvent.ParallelStarted.of(
                          attempt, fanOut, opened.commit(), opened.listed())));
      case RunEvent.BranchCompleted ended ->
          planned instanceof Action.RunBranches(Attempt attempt, FanOut fanOut)
              && attempt.equals(ended.fanOut())
              && fanOut.branches().stream()
                  .anyMatch(branch -> branch.id().equals(ended.result().branch()));
      case RunEvent.ParallelCompleted all ->
          planned instanceof Action.RunBranches(Attempt attempt, FanOut _)
              && attempt.equals(all.fanOut());
      case RunEvent.FanInSelected chosen ->
          planned instanceof Action.Recover(Attempt attempt, Action.Work work)
              && attempt.equals(chosen.attempt())
              && mayChoose(work, chosen);
      case RunEvent.BranchesMerged merged ->
          planned instanceof Action.Recover(Attempt attempt, Action.Work.Merge(FanIn fanIn))
              && attempt.equals(merged.attempt())
              && fanIn.merged().stream()
                  .map(BranchResult::branch)
                  .toList()
                  .equals(merged.branches());
      case RunEvent.StageRetrySleep(Attempt attempt, Duration delay) ->
          planned
                  instanceof
                  Action.DelayRetry(Attempt expected, RetryPolicy policy, Failure failure)
              && expected.equals(attempt)
              && isPossible(policy, attempt, failure, delay);
      case RunEvent.CheckpointSaved saved ->
          planned.equals(new Action.Checkpoint(saved.attempt(), saved.commit()));
      case RunEvent.RunCompleted ended -> planned.equals(new Action.Finish(ended.end()));
      case RunEvent.RunFailed ended -> planned.equals(new Action.Finish(ended.end()));
      case RunEvent.EdgeSelected _,
          RunEvent.LoopRestarted _,
          RunEvent.StageRetryBlocked _,
          RunEvent.GoalGateChecked _,
          RunEvent.LoopRestartBlocked _,
          RunEvent.FailureCycleBroken _ ->
          planned instanceof Action.Append(var events)
              && events.stream().map(event -> asTold(event, state.rules())).anyMatch(fact::equals);
    };
  }

  /** What an agent says is its own; everything else of a cycle follows from what was seen. */
  private static boolean mayLookSo(
      Supervision supervision, RunEvent.ManagerCycle cycle, RunState state) {
    return state.phase() instanceof Phase.Supervising supervising
        && cycle.cycle() == supervising.cycles() + 1
        && supervision.mayGoOn(supervising.cycles())
        && supervision.decide(
                cycle.cycle(), supervising.lastAsked(), ChildRun.facts(cycle.seen(), state))
            == cycle.decision()
        && (cycle.instruction().isEmpty() || cycle.decision() == Supervision.Decision.STEER);
  }

  private static boolean mayReport(Action.Work work, Outcome reported) {
    return switch (work) {
      case Action.Work.ByHandler _, Action.Work.Part _ -> true;
      case Action.Work.Known(Outcome known, var _) -> known.equals(reported);
      case Action.Work.Open _, Action.Work.Begin _ -> false;
      case Action.Work.Supervised(Outcome outcome, var _) ->
          outcome.equals(reported) || reported.status().isFailure(); // files that git refuses
      case Action.Work.Adopt(FanIn fanIn, BranchResult winner) ->
          fanIn.won(winner).equals(reported);
      case Action.Work.Decided decided -> decided.outcome().equals(reported);
      case Action.Work.Merge _ -> reported.status().isFailure();
      case Action.Work.Rank(FanIn fanIn) ->
          reported.status().isFailure()
              || fanIn.candidates().stream().map(fanIn::won).anyMatch(reported::equals);
    };
  }

  private static boolean mayChoose(Action.Work work, RunEvent.FanInSelected chosen) {
    return switch (work) {
      case Action.Work.ByHandler _,
          Action.Work.Part _,
          Action.Work.Known _,
          Action.Work.Open _,
          Action.Work.Merge _,
          Action.Work.Begin _,
          Action.Work.Supervised _,
          Action.Work.Decided _ ->
          false;
      case Action.Work.Adopt(FanIn _, BranchResult winner) ->
          winner.branch().equals(chosen.branch()) && winner.commit().equals(chosen.commit());
      case Action.Work.Rank(FanIn fanIn) ->
          fanIn.candidates().stream()
              .anyMatch(candidate ->
                  candidate.branch().equals(chosen.branch())
                      && candidate.commit().equals(chosen.commit()));
    };
  }

  private static Optional<Attempt> begins(Action planned) {
    return switch (planned) {
      case Action.Execute(Attempt attempt, Duration _, Action.Work _) -> Optional.of(attempt);
      case Action.Recover(Attempt attempt, Action.Work _) -> Optional.of(attempt);
      case Action.Append _,
          Action.DelayRetry _,
          Action.Checkpoint _,
          Action.RunBranches _,
          Action.Supervise _,
          Action.Conclude _,
          Action.Finish _,
          Action.Stop _ ->
          Optional.empty();
    };
  }

  /**
   * Journals keep whole milliseconds. Those from before rate limits had pauses of their own drew
   * the usual ones.
   */
  private static boolean isPossible(
      RetryPolicy policy, Attempt attempt, Failure failure, Duration delay) {
    Duration least = policy.usualDelayAfter(attempt.number(), 0).minusMillis(1);
    Duration most = policy.delayAfter(attempt.number(), failure, 1).plusMillis(1);
    return delay.compareTo(least) >= 0 && delay.compareTo(most) <= 0;
  }
}
