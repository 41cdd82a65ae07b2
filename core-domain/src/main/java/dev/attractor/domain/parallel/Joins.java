package dev.attractor.domain.parallel;

import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the branches of fan-outs meet (SEMANTICS §7): in the fan-in that the author drew for them,
 * the nearest one that every branch can reach; without one, in the first node that every way of
 * every branch comes through.
 */
public final class Joins {
  private final Pipeline pipeline;
  private final PostDominators meetings;
  private final Map<String, Optional<String>> drawn = new HashMap<>();

  /** Prepares for the fan-outs of a pipeline. */
  public Joins(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.meetings = new PostDominators(pipeline);
  }

  /** Returns the fan-in where the branches of a fan-out meet; empty when there is none. */
  public Optional<String> of(String fanOut) {
    return meeting(fanOut).filter(id -> pipeline.node(id).kind() == NodeKind.FAN_IN);
  }

  /**
   * Returns the node where the branches of a fan-out meet, or would meet if a fan-in stood before
   * it; empty when they never do.
   */
  public Optional<String> meeting(String fanOut) {
    List<String> firsts = FanOut.firsts(pipeline, fanOut);
    if (firsts.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> common =
        Optional.of(firsts.getFirst())
            .filter(_ -> firsts.size() == 1)
            .flatMap(meetings::after)
            .or(() -> meetings.firstCommon(firsts));
    return drawn(fanOut)
        .filter(join -> !common.map(this::isStage).orElse(false) || !isOfAnother(fanOut, join))
        .or(() -> common);
  }

  private boolean isStage(String id) {
    return switch (pipeline.node(id).kind()) {
      case FAN_IN, EXIT -> false;
      case START, AGENT, HUMAN, CONDITIONAL, PARALLEL, TOOL, MANAGER_LOOP, PIPELINE, CUSTOM -> true;
    };
  }

  /** A fan-in that the author drew for another fan-out may be in reach by a short cut. */
  private boolean isOfAnother(String fanOut, String join) {
    return pipeline.nodesOf(NodeKind.PARALLEL).stream()
        .map(Node::id)
        .anyMatch(other -> !other.equals(fanOut) && drawn(other).filter(join::equals).isPresent());
  }

  /**
   * The fan-in that all branches can reach, the one nearest to the branch that is farthest from it.
   * A fan-out inside a branch is one step, to what follows its own join.
   */
  private Optional<String> drawn(String fanOut) {
    Optional<String> found = drawn.get(fanOut);
    if (found == null) {
      drawn.put(fanOut, Optional.empty()); // whoever comes back to it is not inside it
      found = nearest(FanOut.firsts(pipeline, fanOut).stream().map(this::distances).toList());
      drawn.put(fanOut, found);
    }
    return found;
  }

  private record Meeting(String join, int farthest, int together) {}

  private Optional<String> nearest(List<Map<String, Integer>> branches) {
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
        ? drawn(id).stream().flatMap(join -> FanOut.onward(pipeline, join))
        : FanOut.onward(pipeline, id);
  }
}
