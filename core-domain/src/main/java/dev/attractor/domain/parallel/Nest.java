package dev.attractor.domain.parallel;

import dev.attractor.domain.pipeline.NodeId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fan-outs whose branches meet in one node, and which of them lie inside one another: a node lies
 * inside a fan-out that a run comes to it from before the branches meet, and only from there.
 */
public final class Nest {
  private final Dominators ways;
  private final NodeId meeting;
  private final List<NodeId> fanOuts;
  private final TreeMap<Integer, NodeId> byNumber = new TreeMap<>();
  private final Map<NodeId, Optional<NodeId>> outer = new HashMap<>();

  Nest(Dominators ways, NodeId meeting, List<NodeId> fanOuts) {
    this.ways = ways;
    this.meeting = meeting;
    this.fanOuts = List.copyOf(fanOuts);
    fanOuts.stream()
        .filter(id -> ways.number(id).isPresent())
        .sorted(Comparator.comparing(id -> ways.number(id).orElseThrow()))
        .forEach(id -> {
          outer.put(id, innermostAround(id));
          byNumber.put(ways.number(id).orElseThrow(), id);
        });
  }

  /** Returns the node where they meet. */
  public NodeId meeting() {
    return meeting;
  }

  /** Returns the fan-outs in source order. */
  public List<NodeId> fanOuts() {
    return fanOuts;
  }

  /** Returns the nearest of these fan-outs that another one of them lies in. */
  public Optional<NodeId> outer(NodeId fanOut) {
    return outer.getOrDefault(fanOut, Optional.empty());
  }

  /** Returns the innermost of these fan-outs that a node lies in, or that it is. */
  public Optional<NodeId> innermostAround(NodeId id) {
    Optional<NodeId> around =
        ways.number(id)
            .flatMap(number -> Optional.ofNullable(byNumber.floorEntry(number)))
            .map(Map.Entry::getValue);
    while (around.isPresent() && !ways.isOnEveryWay(around.get(), id)) {
      around = outer(around.get());
    }
    return around.filter(fanOut -> !isAfterMeeting(fanOut, id));
  }

  private boolean isAfterMeeting(NodeId fanOut, NodeId id) {
    return ways.isOnEveryWay(fanOut, meeting) && ways.isOnEveryWay(meeting, id);
  }
}
