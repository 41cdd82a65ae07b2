package dev.attractor.domain.parallel;

import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A fan-out: the branches it opens and where they meet (SEMANTICS §7). It opens one branch for each
 * node that its edges lead to; conditions on these edges have no effect.
 *
 * @param nodeId the fan-out itself
 * @param join the fan-in where its branches meet; empty when they never do
 * @param take what the join takes of them
 * @param maxParallel how many branches run at once; 0 for all of them
 * @param forEach the list it works through; then {@code branches} is one for all of its items until
 *     it is known what they are
 */
public record FanOut(
    NodeId nodeId,
    List<Branch> branches,
    Optional<NodeId> join,
    JoinPolicy policy,
    Take take,
    int maxParallel,
    Optional<ForEach> forEach) {
  private static final int DEFAULT_MAX_PARALLEL = 4;

  public FanOut {
    branches = List.copyOf(branches);
  }

  /** Returns all fan-outs of a pipeline by their nodes. */
  public static Map<NodeId, FanOut> allOf(Pipeline pipeline) {
    Joins joins = new Joins(pipeline);
    Map<NodeId, FanOut> all = new LinkedHashMap<>();
    for (Node node : pipeline.nodesOf(NodeKind.PARALLEL)) {
      all.put(node.id(), of(pipeline, node, joins));
    }
    return all;
  }

  private static FanOut of(Pipeline pipeline, Node node, Joins joins) {
    List<NodeId> firsts = firsts(pipeline, node.id());
    List<Branch> branches = new ArrayList<>();
    for (NodeId first : firsts) {
      branches.add(new Branch(branches.size() + 1, first));
    }
    Optional<NodeId> join = joins.of(node.id());
    return new FanOut(
        node.id(),
        branches,
        join,
        JoinPolicy.of(node.attributes()),
        Take.of(node, join.flatMap(pipeline::find)),
        node.attributes().integer("max_parallel", DEFAULT_MAX_PARALLEL),
        ForEach.of(node));
  }

  /**
   * Returns the ids of the branches that it opens for so many items; of one without a list, all.
   */
  public List<String> ids(int items) {
    return forEach.isPresent()
        ? ForEach.ids(branches.getFirst().first(), items)
        : branches.stream().map(Branch::id).toList();
  }

  /** Returns the fan-out with the branches that a visit has opened. */
  public FanOut opened(List<String> ids) {
    if (forEach.isEmpty()) {
      return this;
    }
    List<Branch> ofItems = new ArrayList<>();
    for (String id : ids) {
      ofItems.add(new Branch(ofItems.size() + 1, id, branches.getFirst().first()));
    }
    return new FanOut(nodeId, ofItems, join, policy, take, maxParallel, forEach);
  }

  /** Returns the nodes that the branches of a fan-out begin with. */
  static List<NodeId> firsts(Pipeline pipeline, NodeId fanOut) {
    return pipeline.outgoing(fanOut).stream().map(Edge::to).distinct().toList();
  }

  /**
   * Returns whether a branch can come to a node along its edges.
   *
   * @param first the node the branch begins with
   * @param ends the nodes that end the branch: its join, and the fan-outs it lies in
   */
  public static boolean branchReaches(
      Pipeline pipeline, NodeId first, NodeId target, Set<NodeId> ends) {
    Set<NodeId> seen = new HashSet<>(Set.of(first));
    Deque<NodeId> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      NodeId id = open.remove();
      if (id.equals(target)) {
        return true;
      }
      if (!ends.contains(id)) {
        onward(pipeline, id).filter(seen::add).forEach(open::add);
      }
    }
    return false;
  }

  /** Returns where edges lead from a node within an iteration. */
  static Stream<NodeId> onward(Pipeline pipeline, NodeId id) {
    return pipeline.outgoing(id).stream().filter(edge -> !edge.restartsLoop()).map(Edge::to);
  }
}
