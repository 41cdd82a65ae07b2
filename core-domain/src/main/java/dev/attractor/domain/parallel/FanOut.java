package dev.attractor.domain.parallel;

import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
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
 * @param maxParallel how many branches run at once; 0 for all of them
 */
public record FanOut(
    String nodeId,
    List<Branch> branches,
    Optional<String> join,
    JoinPolicy policy,
    int maxParallel) {
  private static final int DEFAULT_MAX_PARALLEL = 4;

  public FanOut {
    branches = List.copyOf(branches);
  }

  /** Returns the fan-out that a node of that kind is. */
  public static FanOut of(Pipeline pipeline, Node node) {
    List<String> firsts = firsts(pipeline, node.id());
    List<Branch> branches = new ArrayList<>();
    for (String first : firsts) {
      branches.add(new Branch(branches.size() + 1, first));
    }
    return new FanOut(
        node.id(),
        branches,
        joinOf(pipeline, node.id()),
        JoinPolicy.of(node.attributes()),
        node.attributes().integer("max_parallel", DEFAULT_MAX_PARALLEL));
  }

  /** Returns the fan-in where the branches of a fan-out meet. */
  public static Optional<String> joinOf(Pipeline pipeline, String fanOut) {
    return new Joins(pipeline).of(fanOut);
  }

  private static List<String> firsts(Pipeline pipeline, String fanOut) {
    return pipeline.outgoing(fanOut).stream().map(Edge::to).distinct().toList();
  }

  /**
   * Returns whether a branch can come to a node along its edges.
   *
   * @param first the node the branch begins with
   * @param ends the nodes that end the branch: its join, and the fan-outs it lies in
   */
  public static boolean branchReaches(
      Pipeline pipeline, String first, String target, Set<String> ends) {
    Set<String> seen = new HashSet<>(Set.of(first));
    Deque<String> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      String id = open.remove();
      if (id.equals(target)) {
        return true;
      }
      if (!ends.contains(id)) {
        onward(pipeline, id).filter(seen::add).forEach(open::add);
      }
    }
    return false;
  }

  private static Stream<String> onward(Pipeline pipeline, String id) {
    return pipeline.outgoing(id).stream().filter(edge -> !edge.restartsLoop()).map(Edge::to);
  }

  /**
   * Where branches meet: at the fan-in that all of them can reach, the one nearest to the branch
   * that is farthest from it. A fan-out inside a branch is one step, to what follows its own join.
   */
  private static final class Joins {
    private final Pipeline pipeline;
    private final Map<String, Optional<String>> known = new HashMap<>();

    Joins(Pipeline pipeline) {
      this.pipeline = pipeline;
    }

    private record Meeting(String join, int farthest, int together) {}

    Optional<String> of(String fanOut) {
      Optional<String> found = known.get(fanOut);
      if (found == null) {
        known.put(fanOut, Optional.empty()); // whoever comes back to it is not inside it
        found = nearest(firsts(pipeline, fanOut).stream().map(this::distances).toList());
        known.put(fanOut, found);
      }
      return found;
    }

    private Optional<String> nearest(List<Map<String, Integer>> branches) {
      if (branches.isEmpty()) {
        return Optional.empty();
      }
      return pipeline.nodesOf(NodeKind.FAN_IN).stream()
          .map(Node::id)
          .filter(id -> branches.stream().allMatch(distances -> distances.containsKey(id)))
          .map(id -> meeting(id, branches))
          .min(
              Comparator.comparingInt(Meeting::farthest)
                  .thenComparingInt(Meeting::together)
                  .thenComparing(Meeting::join))
          .map(Meeting::join);
    }

    private static Meeting meeting(String id, List<Map<String, Integer>> branches) {
      List<Integer> distances = branches.stream().map(d -> d.getOrDefault(id, 0)).toList();
      return new Meeting(
          id,
          distances.stream().mapToInt(Integer::intValue).max().orElse(0),
          distances.stream().mapToInt(Integer::intValue).sum());
    }

    private Map<String, Integer> distances(String first) {
      Map<String, Integer> distances = new HashMap<>(Map.of(first, 0));
      Deque<String> open = new ArrayDeque<>(List.of(first));
      while (!open.isEmpty()) {
        String id = open.remove();
        int distance = distances.getOrDefault(id, 0) + 1;
        steps(id).filter(next -> distances.putIfAbsent(next, distance) == null).forEach(open::add);
      }
      return distances;
    }

    private Stream<String> steps(String id) {
      return pipeline.node(id).kind() == NodeKind.PARALLEL
          ? of(id).stream().flatMap(join -> onward(pipeline, join))
          : onward(pipeline, id);
    }
  }
}
