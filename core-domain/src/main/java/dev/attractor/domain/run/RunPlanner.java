package dev.attractor.domain.run;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.FailureSignature;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.parallel.FanIn;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.retry.RetryGate;
import dev.attractor.domain.retry.RetryPolicy;
import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.routing.NextHop;
import dev.attractor.domain.routing.NextHopPolicy;
import dev.attractor.domain.routing.RetryTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names the next action of a run: the order of things, shared by run, resume, replay, simulation
 * and check. Pure: the same pipeline and state always give the same action.
 */
public final class RunPlanner {
  private static final int DEFAULT_SIGNATURE_LIMIT = 3;
  private static final int DEFAULT_MAX_RESTARTS = 50;

  private RunPlanner() {}

  /** Returns what has to be done next. */
  public static Action next(ValidPipeline pipeline, RunState state) {
    if (state.end().isPresent()) {
      return new Action.Stop(state.end().get());
    }
    return switch (state.phase()) {
      case Phase.Entering(String nodeId) -> enter(pipeline, state, nodeId);
      case Phase.Admitted(String exit) ->
          isJoin(state, exit)
              ? new Action.Finish(endOfBranch(pipeline, state))
              : intoExit(pipeline, state, firstAttempt(state, exit));
      case Phase.Refused(String exit, List<String> gates) ->
          afterRefusal(pipeline, state, exit, gates);
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
          new Action.RunBranches(attempt, pipeline.fanOut(attempt.nodeId()));
      case Phase.Branched(Attempt attempt) -> afterBranches(pipeline, state, attempt);
      case Phase.Broken(Failure failure) -> new Action.Finish(failed(failure));
    };
  }

  // --- entering a node ---

  private static Action enter(ValidPipeline pipeline, RunState state, String nodeId) {
    if (isJoin(state, nodeId)) {
      return gates(pipeline, state).isEmpty()
          ? new Action.Finish(endOfBranch(pipeline, state))
          : Action.Append.of(
              new RunEvent.GoalGateChecked(nodeId, unsatisfiedGates(pipeline, state)));
    }
    Optional<Failure> astray = astray(pipeline, state, nodeId);
    if (astray.isPresent()) {
      return new Action.Finish(failed(astray.get()));
    }
    Attempt attempt = firstAttempt(state, nodeId);
    Optional<RunEvent> limit = visitLimit(pipeline, nodeId, state.visitsEver(nodeId) + 1);
    if (limit.isPresent()) {
      return Action.Append.of(limit.get());
    }
    if (pipeline.node(nodeId).kind() != NodeKind.EXIT) {
      return execute(pipeline, state, attempt);
    }
    return pipeline.goalGates().isEmpty()
        ? intoExit(pipeline, state, attempt)
        : Action.Append.of(new RunEvent.GoalGateChecked(nodeId, unsatisfiedGates(pipeline, state)));
  }

  /** A node's own limit counts in place of the graph's. */
  private static Optional<RunEvent> visitLimit(ValidPipeline pipeline, String nodeId, int visit) {
    Attributes own = pipeline.node(nodeId).attributes();
    String name = own.text("max_visits").isBlank() ? "max_node_visits" : "max_visits";
    int limit = own.integer("max_visits", pipeline.attributes().integer("max_node_visits", 0));
    return limit <= 0 || visit < limit
        ? Optional.empty()
        : Optional.of(
            new RunEvent.FailureCycleBroken(
                nodeId,
                "",
                name,
                visit,
                limit,
                Failure.of(
                    FailureClass.STRUCTURAL,
                    "node %s was about to be visited for the %d. time (%s=%d)"
                        .formatted(nodeId, visit, name, limit))));
  }

  // --- the verdict (SEMANTICS §6, "An exit is no absolution") ---

  private static Action intoExit(ValidPipeline pipeline, RunState state, Attempt exit) {
    return charge(pipeline, state, exit.nodeId())
        .<Action>map(failure -> new Action.Finish(new RunEnd.Failed(failure, exit.nodeId())))
        .orElseGet(() -> execute(pipeline, state, exit));
  }

  /**
   * Why a run that came to an exit, or a branch that came to its join, has failed all the same:
   * with the outcome it comes with, or with an older failure that nothing handled. Runs whose facts
   * say that they are judged by older rules came there as a success.
   */
  private static Optional<Failure> charge(ValidPipeline pipeline, RunState state, String end) {
    if (state.rules() < RunEvent.RULES) {
      return Optional.empty();
    }
    return state
        .last()
        .failure()
        .filter(_ ->
            state
                .arrival()
                .flatMap(RunState.Arrival::failure)
                .filter(carried -> carried.handling() == CarriedFailure.Handling.ACCEPTED)
                .isEmpty())
        .map(failure ->
            failure.told(
                "%s failed, and the %s came to %s with it"
                    .formatted(
                        failedBefore(state),
                        state.origin().branch().isPresent() ? "branch" : "run",
                        end)))
        .or(() ->
            state
                .ledger()
                .oldest(pipeline.goalGates().stream().map(Node::id).toList())
                .map(standing ->
                    standing.failure().told(standing.stage() + " failed and nothing handled it")));
  }

  /** The stage whose failure the run came with. */
  private static String failedBefore(RunState state) {
    return state
        .arrival()
        .map(arrival -> arrival.failure().map(CarriedFailure::stage).orElse(arrival.from()))
        .orElse(state.origin().startNode());
  }

  private static RunEnd failed(Failure failure) {
    return new RunEnd.Failed(failure, "");
  }

  private static Attempt firstAttempt(RunState state, String nodeId) {
    return Attempt.first(nodeId, state.visits().getOrDefault(nodeId, 0) + 1);
  }

  private static Action execute(ValidPipeline pipeline, RunState state, Attempt attempt) {
    return new Action.Execute(attempt, Duration.ZERO, work(pipeline, state, attempt));
  }

  private static Action.Work work(ValidPipeline pipeline, RunState state, Attempt attempt) {
    return switch (pipeline.node(attempt.nodeId()).kind()) {
      case START, EXIT -> new Action.Work.Known(Outcome.success());
      case CONDITIONAL -> new Action.Work.Known(passedThrough(state));
      case PARALLEL -> new Action.Work.Open(pipeline.fanOut(attempt.nodeId()));
      case FAN_IN -> joining(pipeline, state, pipeline.node(attempt.nodeId()));
      case AGENT, HUMAN, TOOL, MANAGER_LOOP, PIPELINE, CUSTOM -> new Action.Work.ByHandler();
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

  private static boolean isJoin(RunState state, String nodeId) {
    return state.bounds().filter(branch -> branch.join().equals(nodeId)).isPresent();
  }

  /** A branch is judged at its join as a run is at its exit. */
  private static RunEnd endOfBranch(ValidPipeline pipeline, RunState state) {
    String join = state.origin().branch().orElseThrow().join();
    return charge(pipeline, state, join)
        .or(() -> state.rules() < RunEvent.RULES ? state.last().failure() : Optional.empty())
        .<RunEnd>map(RunPlanner::failed)
        .orElseGet(() -> new RunEnd.Succeeded(""));
  }

  /** The visit of a fan-out ends when all its branches have. */
  private static Action afterBranches(ValidPipeline pipeline, RunState state, Attempt attempt) {
    FanOutPass pass = state.pass(attempt.nodeId());
    return pass.commit()
        .<Action>map(commit ->
            new Action.Conclude(attempt, fanIn(pipeline, attempt.nodeId(), pass).all(), commit))
        .orElseGet(() -> hop(pipeline, state, pipeline.node(attempt.nodeId()), state.last()));
  }

  /** Why a branch must not enter a node: only coming to its join is success. */
  private static Optional<Failure> astray(ValidPipeline pipeline, RunState state, String nodeId) {
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

  /** Whether this run may go to a node without an edge: a branch stays within itself. */
  private static boolean mayJump(ValidPipeline pipeline, RunState state, String target) {
    return state.bounds().map(branch -> branch.mayJumpTo(pipeline.graph(), target)).orElse(true);
  }

  private static Action.Work joining(ValidPipeline pipeline, RunState state, Node join) {
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
      return new Action.Work.Known(fanIn.get().lost(failure.get()));
    }
    List<BranchResult> candidates = fanIn.get().candidates();
    Optional<String> chosen = state.pass(fanIn.get().fanOut()).winner(); // then came a crash
    for (BranchResult candidate : candidates) {
      if (chosen.equals(Optional.of(candidate.branch()))) {
        return new Action.Work.Adopt(fanIn.get(), candidate);
      }
    }
    return join.attributes().text("prompt").isBlank() || candidates.size() == 1
        ? new Action.Work.Adopt(fanIn.get(), candidates.getFirst())
        : new Action.Work.Rank(fanIn.get());
  }

  /**
   * A join that nobody drew is not there for a run that comes on another way than from branches.
   */
  private static boolean isPassedThrough(ValidPipeline pipeline, RunState state, Node join) {
    return pipeline.isImplicitJoin(join.id()) && arrivedBranches(pipeline, state, join).isEmpty();
  }

  private static FanIn fanIn(ValidPipeline pipeline, String fanOut, FanOutPass pass) {
    return new FanIn(fanOut, pass.pass(), pass.results(), pipeline.fanOut(fanOut).policy());
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

  /** The goal gates that were visited. */
  private static List<String> gates(ValidPipeline pipeline, RunState state) {
    return pipeline.goalGates().stream()
        .map(Node::id)
        .filter(id -> state.outcomeOf(id).isPresent())
        .toList();
  }

  private static List<String> unsatisfiedGates(ValidPipeline pipeline, RunState state) {
    return gates(pipeline, state).stream()
        .filter(id -> state.outcomeOf(id).filter(o -> !o.status().satisfiesGoalGate()).isPresent())
        .toList();
  }

  static Failure unsatisfiedGates(List<String> gates) {
    return Failure.of(
        FailureClass.DETERMINISTIC, "goal gate not satisfied: " + String.join(", ", gates));
  }

  private static Action afterRefusal(
      ValidPipeline pipeline, RunState state, String exit, List<String> gates) {
    Failure failure = unsatisfiedGates(gates);
    return cycleBreaker(pipeline, state, exit, failure)
        .or(() ->
            gates.stream()
                .flatMap(gate -> RetryTarget.chain(pipeline.graph(), pipeline.node(gate)).stream())
                .filter(target -> mayJump(pipeline, state, target.nodeId()))
                .findFirst()
                .map(target -> Action.Append.of(jump(exit, target, carriedOn(state)))))
        .orElseGet(() -> new Action.Finish(new RunEnd.Failed(failure, exit)));
  }

  // --- after an attempt (SEMANTICS §5) ---

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
          ? hop(pipeline, state, node, outcome) // its join counts the failures
          : open(pipeline, attempt);
    }
    if (node.kind() == NodeKind.EXIT) {
      return new Action.Finish(
          new RunEnd.Succeeded(state.rules() < RunEvent.RULES ? "" : node.id()));
    }
    Node left = isPassedThrough(pipeline, state, node) ? node.ofKind(NodeKind.CONDITIONAL) : node;
    return outcome
        .failure()
        .flatMap(failure -> cycleBreaker(pipeline, state, node.id(), failure))
        .or(() ->
            outcome.failure().isPresent() ? Optional.empty() : inCircles(pipeline, state, node))
        .orElseGet(() -> hop(pipeline, state, left, outcome));
  }

  /** A branch that fails in the same way at each pass goes in a circle, whoever wins. */
  private static Optional<Action> inCircles(ValidPipeline pipeline, RunState state, Node join) {
    return arrivedBranches(pipeline, state, join).stream()
        .flatMap(fanIn -> fanIn.results().stream())
        .filter(result -> !result.isCanceled())
        .flatMap(result ->
            result.outcome().failure().stream()
                .flatMap(
                    failure -> cycleBreaker(pipeline, state, result.branch(), failure).stream()))
        .findFirst();
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

  private static Optional<Action> cycleBreaker(
      ValidPipeline pipeline, RunState state, String nodeId, Failure failure) {
    FailureSignature signature = FailureSignature.of(nodeId, failure);
    int count = state.timesSeen(nodeId, signature);
    int limit =
        pipeline.attributes().integer("loop_restart_signature_limit", DEFAULT_SIGNATURE_LIMIT);
    if (limit <= 0 || count < limit) {
      return Optional.empty();
    }
    return Optional.of(
        Action.Append.of(
            new RunEvent.FailureCycleBroken(
                nodeId,
                signature.text(),
                "loop_restart_signature_limit",
                count,
                limit,
                new Failure(
                    failure.failureClass(),
                    "%s failed %d times in the same way (loop_restart_signature_limit=%d): %s"
                        .formatted(nodeId, count, limit, failure.reason()),
                    failure.evidence(),
                    failure.signature()))));
  }

  private static Action hop(ValidPipeline pipeline, RunState state, Node node, Outcome outcome) {
    NextHop.Choice choice =
        node.kind() == NodeKind.PARALLEL
            ? new NextHop.Choice(new NextHop.Meet(state.pass(node.id()).join()), List.of())
            : NextHopPolicy.choose(pipeline.graph(), node, outcome, state::fact);
    Optional<CarriedFailure> before = state.arrival().flatMap(RunState.Arrival::failure);
    Optional<CarriedFailure> carried =
        NextHopPolicy.carried(pipeline.graph(), node, outcome, before, choice.hop());
    String stage = NextHopPolicy.failedStage(node, before);
    List<RunEvent> events = new ArrayList<>();
    choice.evaluated().forEach(e -> events.add(evaluated(e)));
    return switch (choice.hop()) {
      case NextHop.Follow(Edge edge, HopSource source) -> {
        events.add(
            new RunEvent.EdgeSelected(
                edge.from(), edge.to(), edge.conditionText(), source, Optional.empty(), carried));
        yield new Action.Append(events);
      }
      case NextHop.JumpTo(RetryTarget target) when !mayJump(pipeline, state, target.nodeId()) ->
          new Action.Finish(
              failed(
                  outcome
                      .failure()
                      .orElseThrow()
                      .told(
                          "%s failed, and %s lies outside its branch"
                              .formatted(stage, target.nodeId()))));
      case NextHop.JumpTo(RetryTarget target) -> {
        events.add(jump(node.id(), target, carried));
        yield new Action.Append(events);
      }
      case NextHop.Restart(Edge edge, HopSource _) when !mayJump(pipeline, state, edge.to()) ->
          new Action.Finish(
              failed(
                  outcome
                      .failure()
                      .map(failure ->
                          failure.told(
                              "%s failed, and %s lies outside its branch"
                                  .formatted(stage, edge.to())))
                      .orElseGet(() ->
                          Failure.of(
                              FailureClass.STRUCTURAL,
                              "a new iteration at %s would leave the branch"
                                  .formatted(edge.to())))));
      case NextHop.Restart(Edge edge, HopSource source) -> {
        events.add(restart(pipeline, state, edge, source, outcome, carried));
        yield new Action.Append(events);
      }
      case NextHop.Meet(String join) -> {
        events.add(
            new RunEvent.EdgeSelected(
                node.id(), join, "", HopSource.JOIN, Optional.empty(), carried));
        yield new Action.Append(events);
      }
      case NextHop.Nowhere(Failure failure) ->
          new Action.Finish(
              failed(
                  outcome.failure().isPresent()
                      ? failure.told(stage + " failed, and no way leads on")
                      : failure));
    };
  }

  private static RunEvent evaluated(NextHop.Evaluated e) {
    return new RunEvent.EdgeConditionEvaluated(
        e.edge().from(), e.edge().to(), e.edge().conditionText(), e.matched());
  }

  private static RunEvent.EdgeSelected jump(
      String from, RetryTarget target, Optional<CarriedFailure> carried) {
    return new RunEvent.EdgeSelected(
        from, target.nodeId(), "", HopSource.RETRY_TARGET, Optional.of(target.source()), carried);
  }

  /** A failure that came to an exit and goes on to the retry target of a goal gate. */
  private static Optional<CarriedFailure> carriedOn(RunState state) {
    return state
        .last()
        .failure()
        .map(_ -> new CarriedFailure(failedBefore(state), CarriedFailure.Handling.HANDLED));
  }

  private static RunEvent restart(
      ValidPipeline pipeline,
      RunState state,
      Edge edge,
      HopSource source,
      Outcome outcome,
      Optional<CarriedFailure> carried) {
    Optional<Failure> failure = outcome.failure();
    if (failure.isPresent() && !NextHopPolicy.mayRestart(edge, outcome)) {
      return new RunEvent.LoopRestartBlocked(
          edge.from(),
          edge.to(),
          failure
              .get()
              .told(
                  "%s failed, and only a transient failure begins a new iteration here"
                      .formatted(carried.map(CarriedFailure::stage).orElse(edge.from()))));
    }
    int limit = pipeline.attributes().integer("max_restarts", DEFAULT_MAX_RESTARTS);
    if (state.restarts() >= limit) {
      return new RunEvent.LoopRestartBlocked(
          edge.from(),
          edge.to(),
          Failure.of(
              FailureClass.STRUCTURAL,
              "no more restarts: max_restarts=%d is reached at %s".formatted(limit, edge.from())));
    }
    return new RunEvent.LoopRestarted(
        edge.from(),
        edge.to(),
        edge.conditionText(),
        source,
        state.restarts() + 1,
        keptContext(pipeline, state),
        carried);
  }

  private static Map<String, String> keptContext(ValidPipeline pipeline, RunState state) {
    Map<String, String> kept = new LinkedHashMap<>();
    for (String key : pipeline.attributes().words("loop_restart_persist_keys")) {
      Optional.ofNullable(state.context().get(key)).ifPresent(value -> kept.put(key, value));
    }
    return kept;
  }
}
