package dev.attractor.domain.plan;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.routing.NextHop;
import dev.attractor.domain.routing.NextHopPolicy;
import dev.attractor.domain.routing.RetryTarget;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Leaving a node: the hop that the policy chooses, as the facts that are written down of it. */
final class Departure {
  private static final int DEFAULT_MAX_RESTARTS = 50;

  private Departure() {}

  /** Whether this run may go to a node without an edge: a branch stays within itself. */
  static boolean mayJump(ValidPipeline pipeline, RunState state, NodeId target) {
    return state.bounds().map(branch -> branch.mayJumpTo(pipeline.graph(), target)).orElse(true);
  }

  static Action hop(ValidPipeline pipeline, RunState state, Node node, Outcome outcome) {
    NextHop.Choice choice =
        node.kind() == NodeKind.PARALLEL
            ? new NextHop.Choice(new NextHop.Meet(state.pass(node.id()).join()), List.of())
            : NextHopPolicy.choose(pipeline.graph(), node, outcome, state::fact);
    Optional<CarriedFailure> before = state.arrival().flatMap(RunState.Arrival::failure);
    Optional<CarriedFailure> carried =
        NextHopPolicy.carried(pipeline.graph(), node, outcome, before, choice.hop());
    NodeId stage = NextHopPolicy.failedStage(node, before);
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
          failed(outside(outcome, stage, target.nodeId()));
      case NextHop.JumpTo(RetryTarget target) -> {
        events.add(jump(node.id(), target, carried));
        yield new Action.Append(events);
      }
      case NextHop.Restart(Edge edge, HopSource _) when !mayJump(pipeline, state, edge.to()) ->
          failed(outside(outcome, stage, edge.to()));
      case NextHop.Restart(Edge edge, HopSource source) -> {
        events.add(restart(pipeline, state, edge, source, outcome, carried));
        yield new Action.Append(events);
      }
      case NextHop.Meet(NodeId join) -> {
        events.add(
            new RunEvent.EdgeSelected(
                node.id(), join, "", HopSource.JOIN, Optional.empty(), carried));
        yield new Action.Append(events);
      }
      case NextHop.Nowhere(Failure failure) ->
          failed(
              outcome.failure().isPresent()
                  ? failure.told(stage + " failed, and no way leads on")
                  : failure);
    };
  }

  private static Action failed(Failure failure) {
    return new Action.Finish(new RunEnd.Failed(failure));
  }

  /** Why a branch does not go on: the way leads out of it. */
  private static Failure outside(Outcome outcome, NodeId stage, NodeId target) {
    return outcome
        .failure()
        .map(failure ->
            failure.told("%s failed, and %s lies outside its branch".formatted(stage, target)))
        .orElseGet(() ->
            Failure.of(
                FailureClass.STRUCTURAL,
                "a new iteration at %s would leave the branch".formatted(target)));
  }

  private static RunEvent evaluated(NextHop.Evaluated e) {
    return new RunEvent.EdgeConditionEvaluated(
        e.edge().from(), e.edge().to(), e.edge().conditionText(), e.matched());
  }

  static RunEvent.EdgeSelected jump(
      NodeId from, RetryTarget target, Optional<CarriedFailure> carried) {
    return new RunEvent.EdgeSelected(
        from, target.nodeId(), "", HopSource.RETRY_TARGET, Optional.of(target.source()), carried);
  }

  /** A failure that came to an exit and goes on to the retry target of a goal gate. */
  static Optional<CarriedFailure> carriedOn(RunState state) {
    return state
        .last()
        .failure()
        .map(_ -> new CarriedFailure(Verdict.failedBefore(state), CarriedFailure.Handling.HANDLED));
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
