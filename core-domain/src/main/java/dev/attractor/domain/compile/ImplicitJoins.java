package dev.attractor.domain.compile;

import dev.attractor.domain.parallel.Joins;
import dev.attractor.domain.parallel.Nest;
import dev.attractor.domain.pipeline.Attribute;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a fan-in where branches meet in a node that is none, since people draw boxes there
 * (SEMANTICS §7, "Where branches meet"). A fan-out inside a branch gets a join of its own where it
 * would share that of the fan-out it lies in.
 */
final class ImplicitJoins {
  /** So that the id of a join is no longer than an author's may be. */
  private static final int LONGEST_BEGINNING = 180;

  private final Set<NodeId> implicit = new HashSet<>();
  private final Map<String, Integer> lastNumbers = new HashMap<>();
  private Pipeline pipeline;

  private ImplicitJoins(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * A pipeline with all its joins.
   *
   * @param implicit the ids of those that were missing
   */
  record Joined(Pipeline pipeline, Set<NodeId> implicit) {}

  /** Returns the pipeline with the joins that are missing; the same one when none is. */
  static Joined insert(Pipeline pipeline) {
    ImplicitJoins joins = new ImplicitJoins(pipeline);
    int most = pipeline.nodesOf(NodeKind.PARALLEL).size(); // each pass mends one at least
    while (most > 0 && joins.insertMissing()) {
      most--;
    }
    return new Joined(joins.pipeline, joins.implicit);
  }

  /** Inserts all that are missing, and returns whether there were any. */
  private boolean insertMissing() {
    List<Nest> nests = new Joins(pipeline).nests();
    Set<NodeId> refused = new HashSet<>();
    while (true) {
      Map<NodeId, NodeId> missing = missing(nests, refused);
      if (missing.isEmpty()) {
        return false;
      }
      Pipeline joined = with(nests, missing);
      Joins after = new Joins(joined);
      // Where a branch leads back out of its fan-out, its ways go round the join as well.
      List<NodeId> passedBy =
          missing.keySet().stream()
              .filter(fanOut -> !after.of(fanOut).equals(Optional.ofNullable(missing.get(fanOut))))
              .toList();
      if (passedBy.isEmpty()) {
        pipeline = joined;
        implicit.addAll(missing.values());
        return true;
      }
      refused.addAll(passedBy);
    }
  }

  /** The ids of new joins by the fan-outs that need them. */
  private Map<NodeId, NodeId> missing(List<Nest> nests, Set<NodeId> refused) {
    Map<NodeId, NodeId> ids = new LinkedHashMap<>();
    lastNumbers.clear();
    for (Nest nest : nests) {
      boolean isJoin = pipeline.node(nest.meeting()).kind() == NodeKind.FAN_IN;
      nest.fanOuts().stream()
          .filter(fanOut -> !refused.contains(fanOut))
          .filter(fanOut -> !isJoin || nest.outer(fanOut).isPresent())
          .forEach(fanOut -> ids.put(fanOut, freeId(nest.meeting())));
    }
    return ids;
  }

  private NodeId freeId(NodeId meeting) {
    String text = meeting.value();
    String wanted =
        implicit.contains(meeting)
            ? text
            : text.substring(0, Math.min(LONGEST_BEGINNING, text.length())) + "_join";
    NodeId id;
    do {
      int number = lastNumbers.merge(wanted, 1, Integer::sum);
      id = new NodeId(number == 1 ? wanted : wanted + "_" + number);
    } while (pipeline.find(id).isPresent());
    return id;
  }

  private Pipeline with(List<Nest> nests, Map<NodeId, NodeId> missing) {
    Map<NodeId, Nest> byMeeting = new HashMap<>();
    nests.forEach(nest -> byMeeting.put(nest.meeting(), nest));
    List<Node> nodes = new ArrayList<>();
    for (Node node : pipeline.nodes()) {
      Optional.ofNullable(byMeeting.get(node.id())).stream()
          .flatMap(nest -> nest.fanOuts().stream())
          .flatMap(fanOut -> Optional.ofNullable(missing.get(fanOut)).stream())
          .forEach(id -> nodes.add(join(id, node)));
      nodes.add(node);
    }
    List<Edge> edges = new ArrayList<>();
    for (Edge edge : pipeline.edges()) {
      Nest nest = byMeeting.get(edge.to());
      edges.add(
          nest == null || edge.restartsLoop()
              ? edge
              : edge.leadingTo(place(nest, nest.innermostAround(edge.from()), missing)));
    }
    for (Nest nest : nests) {
      for (NodeId fanOut : nest.fanOuts()) {
        NodeId join = missing.get(fanOut);
        if (join != null) {
          edges.add(
              Edge.of(
                  edges.size(),
                  join,
                  place(nest, nest.outer(fanOut), missing),
                  Attributes.none(),
                  pipeline.node(nest.meeting()).position()));
        }
      }
    }
    return pipeline.with(nodes, edges);
  }

  private static Node join(NodeId id, Node meeting) {
    return new Node(
        id,
        NodeKind.FAN_IN,
        Attributes.of(List.of(new Attribute("shape", "tripleoctagon", meeting.position()))),
        List.of(),
        true,
        meeting.position());
  }

  /** Where ways from inside a fan-out meet: in its new join, or in that of the one around it. */
  private static NodeId place(Nest nest, Optional<NodeId> inside, Map<NodeId, NodeId> missing) {
    Optional<NodeId> fanOut = inside;
    while (fanOut.isPresent() && !missing.containsKey(fanOut.get())) {
      fanOut = nest.outer(fanOut.get());
    }
    return fanOut.map(missing::get).orElse(nest.meeting());
  }
}
