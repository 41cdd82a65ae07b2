package dev.attractor.domain.run;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.supervision.Supervision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where a run stands between two facts. The planner has one answer to each. */
public sealed interface Phase {
  /** Returns the node the run is at; empty when it cannot go on. */
  default Optional<NodeId> node() {
    return switch (this) {
      case Entering(NodeId id) -> Optional.of(id);
      case Admitted(NodeId exit) -> Optional.of(exit);
      case Refused(NodeId exit, List<NodeId> _) -> Optional.of(exit);
      case Running(Attempt attempt) -> Optional.of(attempt.nodeId());
      case Attempted attempted -> Optional.of(attempted.attempt().nodeId());
      case Delayed(Attempt next, Duration _) -> Optional.of(next.nodeId());
      case Settling settling -> Optional.of(settling.attempt().nodeId());
      case Settled(Attempt attempt, Outcome _) -> Optional.of(attempt.nodeId());
      case Branching(Attempt fanOut) -> Optional.of(fanOut.nodeId());
      case Branched(Attempt fanOut) -> Optional.of(fanOut.nodeId());
      case Supervising supervising -> Optional.of(supervising.manager().nodeId());
      case Supervised supervised -> Optional.of(supervised.manager().nodeId());
      case Broken _ -> Optional.empty();
    };
  }

  /** A hop led to this node; nothing has happened there yet. */
  record Entering(NodeId nodeId) implements Phase {}

  /** The goal gates let the run into this exit. */
  record Admitted(NodeId exitNode) implements Phase {}

  /** These goal gates keep the run from leaving by this exit. */
  record Refused(NodeId exitNode, List<NodeId> unsatisfied) implements Phase {
    /** Returns why. */
    public Failure failure() {
      return Failure.of(
          FailureClass.DETERMINISTIC,
          "goal gate not satisfied: "
              + unsatisfied.stream().map(NodeId::value).collect(Collectors.joining(", ")));
    }
  }

  /** An attempt has begun and not ended: whoever finds this in a journal found a crash. */
  record Running(Attempt attempt) implements Phase {}

  /** An attempt has ended; whether it is repeated is not settled. */
  record Attempted(Attempt attempt, Outcome outcome, String commit) implements Phase {}

  /** The next attempt may begin after a pause. */
  record Delayed(Attempt next, Duration delay) implements Phase {}

  /** The attempt will not be repeated; its commit is not on the run branch yet. */
  record Settling(Attempt attempt, Outcome outcome, String commit) implements Phase {}

  /** The visit is over and committed; the next hop is open. */
  record Settled(Attempt attempt, Outcome outcome) implements Phase {}

  /** The branches of a fan-out are open. */
  record Branching(Attempt fanOut) implements Phase {}

  /** All branches of a fan-out have ended. */
  record Branched(Attempt fanOut) implements Phase {}

  /**
   * A manager looks after its child (SEMANTICS §7a).
   *
   * @param cycles how often it has looked
   * @param lastAsked the cycle in which its agent was asked last
   * @param stopping whether its stop condition holds: the child is being stopped
   * @param untold what the child is to be told and was not yet
   */
  record Supervising(
      Attempt manager,
      int cycles,
      Optional<Integer> lastAsked,
      boolean stopping,
      List<Instruction> untold)
      implements Phase {
    public Supervising {
      untold = List.copyOf(untold);
    }

    static Supervising begin(Attempt manager) {
      return new Supervising(manager, 0, Optional.empty(), false, List.of());
    }

    Supervising after(RunEvent.ManagerCycle cycle) {
      List<Instruction> more = new ArrayList<>(untold);
      cycle.instruction().ifPresent(more::add);
      return new Supervising(
          manager,
          cycle.cycle(),
          cycle.decision() == Supervision.Decision.STEER ? Optional.of(cycle.cycle()) : lastAsked,
          cycle.decision() == Supervision.Decision.STOP,
          more);
    }

    Supervising told(Instruction instruction) {
      return new Supervising(
          manager,
          cycles,
          lastAsked,
          stopping,
          untold.stream().filter(one -> !one.id().equals(instruction.id())).toList());
    }
  }

  /**
   * The child of a manager has ended.
   *
   * @param outcome what the attempt comes to by that
   * @param taken the commit with the child's work, where it is taken
   */
  record Supervised(Attempt manager, Outcome outcome, Optional<String> taken) implements Phase {}

  /** The run cannot go on. */
  record Broken(Failure failure) implements Phase {}
}
