package dev.attractor.domain.plan;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import java.util.List;
import java.util.Optional;

/**
 * Whether a run that came to an exit, or a branch that came to its join, has succeeded: routing is
 * one thing, the verdict another (SEMANTICS §6, "An exit is no absolution" and "Goal gates").
 */
final class Verdict {
  private Verdict() {}

  /**
   * Why a run that came to an exit, or a branch that came to its join, has failed all the same:
   * with the outcome it comes with, or with an older failure that nothing handled. Runs whose facts
   * say that they are judged by older rules came there as a success.
   */
  static Optional<Failure> charge(ValidPipeline pipeline, RunState state, NodeId end) {
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
                .filter(CarriedFailure::isAccepted)
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

  /** Returns the stage whose failure the run came with. */
  static NodeId failedBefore(RunState state) {
    return state
        .arrival()
        .map(arrival -> arrival.failure().map(CarriedFailure::stage).orElse(arrival.from()))
        .orElse(state.origin().startNode());
  }

  /** Returns the goal gates that were visited. */
  static List<NodeId> visitedGates(ValidPipeline pipeline, RunState state) {
    return pipeline.goalGates().stream()
        .map(Node::id)
        .filter(id -> state.outcomeOf(id).isPresent())
        .toList();
  }

  /** Returns those of them whose last visit did not end well. */
  static List<NodeId> unsatisfiedGates(ValidPipeline pipeline, RunState state) {
    return visitedGates(pipeline, state).stream()
        .filter(id -> state.outcomeOf(id).filter(o -> !o.status().satisfiesGoalGate()).isPresent())
        .toList();
  }
}
