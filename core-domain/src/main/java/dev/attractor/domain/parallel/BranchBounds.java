package dev.attractor.domain.parallel;

import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a branch begins and ends (SEMANTICS §7): it stays between its fan-out and its join.
 *
 * @param first the node it begins with
 * @param fanOuts the fan-outs it lies in, its own last
 * @param join where it ends
 */
public record BranchBounds(NodeId first, List<NodeId> fanOuts, NodeId join) {
  public BranchBounds {
    fanOuts = List.copyOf(fanOuts);
  }

  /** Returns whether the branch is over when it comes to a node, well or not. */
  public boolean endAt(Pipeline pipeline, NodeId nodeId) {
    return join.equals(nodeId) || isAstray(pipeline, nodeId);
  }

  /** Returns whether a node is no place for a branch: only coming to its join is success. */
  public boolean isAstray(Pipeline pipeline, NodeId nodeId) {
    return comesBackTo(nodeId)
        || (!join.equals(nodeId) && pipeline.node(nodeId).kind() == NodeKind.EXIT);
  }

  /** Returns whether a node is a fan-out that the branch lies in. */
  public boolean comesBackTo(NodeId nodeId) {
    return fanOuts.contains(nodeId);
  }

  /**
   * Returns whether the branch may go to a node without an edge, or into a new iteration: only
   * where it could come along edges.
   */
  public boolean mayJumpTo(Pipeline pipeline, NodeId target) {
    Set<NodeId> ends = new HashSet<>(fanOuts);
    ends.add(join);
    return FanOut.branchReaches(pipeline, first, target, ends);
  }
}
