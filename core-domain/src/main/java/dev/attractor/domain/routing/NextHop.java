package dev.attractor.domain.routing;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.NodeId;
import java.util.List;

/** Where a run goes after a stage, and why. */
public sealed interface NextHop {
  /** Follow an edge of the pipeline. */
  record Follow(Edge edge, HopSource source) implements NextHop {}

  /** Follow an edge and start a new iteration. */
  record Restart(Edge edge, HopSource source) implements NextHop {}

  /** Jump to a retry target without an edge. */
  record JumpTo(RetryTarget target) implements NextHop {}

  /** Go where the branches of a fan-out meet. */
  record Meet(NodeId join) implements NextHop {}

  /** There is nowhere to go: the run fails. */
  record Nowhere(Failure failure) implements NextHop {}

  /**
   * A hop with what was looked at to choose it.
   *
   * @param hop the choice
   * @param evaluated the conditional edges in source order and whether their conditions held
   */
  record Choice(NextHop hop, List<Evaluated> evaluated) {
    public Choice {
      evaluated = List.copyOf(evaluated);
    }
  }

  /** One conditional edge and whether its condition held. */
  record Evaluated(Edge edge, boolean matched) {}
}
