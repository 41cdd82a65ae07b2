package dev.attractor.domain.parallel;

import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the branches of fan-outs meet (SEMANTICS §7): in the fan-in that the author drew for them,
 * the nearest one that every branch can reach; without one, in the first node that every way of
 * every branch comes through. All are found at once, in time about in proportion to the pipeline.
 */
public final class Joins {
  private final Pipeline pipeline;
  private final Map<NodeId, NodeId> meetings = new LinkedHashMap<>();

  /** Finds the joins of all fan-outs of a pipeline. */
  public Joins(Pipeline pipeline) {
    this.pipeline = pipeline;
    List<Node> fanOuts = pipeline.nodesOf(NodeKind.PARALLEL);
    if (!fanOuts.isEmpty()) {
      Dominators ends = Dominators.towardsEnds(pipeline);
      DrawnJoins drawn = new DrawnJoins(pipeline);
      for (Node fanOut : fanOuts) {
        meeting(fanOut.id(), ends, drawn).ifPresent(id -> meetings.put(fanOut.id(), id));
      }
    }
  }

  /** Returns the fan-in where the branches of a fan-out meet; empty when there is none. */
  public Optional<NodeId> of(NodeId fanOut) {
    return meeting(fanOut).filter(id -> pipeline.node(id).kind() == NodeKind.FAN_IN);
  }

  /**
   * Returns the node where the branches of a fan-out meet, or would meet if a fan-in stood before
   * it; empty when they never do.
   */
  public Optional<NodeId> meeting(NodeId fanOut) {
    return Optional.ofNullable(meetings.get(fanOut));
  }

  /** Returns the fan-outs of the pipeline by the nodes where they meet. */
  public List<Nest> nests() {
    if (meetings.isEmpty()) {
      return List.of();
    }
    Dominators ways = Dominators.fromStart(pipeline);
    Map<NodeId, List<NodeId>> together = new LinkedHashMap<>();
    meetings.forEach(
        (fanOut, meeting) -> together.computeIfAbsent(meeting, _ -> new ArrayList<>()).add(fanOut));
    return together.entrySet().stream()
        .map(entry -> new Nest(ways, entry.getKey(), entry.getValue()))
        .toList();
  }

  /** A fan-in that the author drew for another fan-out may be in reach by a short cut. */
  private Optional<NodeId> meeting(NodeId fanOut, Dominators ends, DrawnJoins drawn) {
    List<NodeId> firsts = FanOut.firsts(pipeline, fanOut);
    if (firsts.isEmpty()) {
      return Optional.empty();
    }
    Optional<NodeId> common =
        Optional.of(firsts.getFirst())
            .filter(_ -> firsts.size() == 1)
            .flatMap(ends::nearestTo)
            .or(() -> ends.firstCommon(firsts));
    boolean meetInStage = common.map(this::isStage).orElse(false);
    return drawn.of(fanOut).filter(join -> !meetInStage || !drawn.isShared(join)).or(() -> common);
  }

  private boolean isStage(NodeId id) {
    return switch (pipeline.node(id).kind()) {
      case FAN_IN, EXIT -> false;
      case START, AGENT, HUMAN, CONDITIONAL, PARALLEL, TOOL, MANAGER_LOOP, PIPELINE, CUSTOM -> true;
    };
  }
}
