package dev.attractor.domain.compile;

import dev.attractor.domain.parallel.Joins;
import dev.attractor.domain.pipeline.Attribute;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts a fan-in where branches meet in a node that is none, since people draw boxes there
 * (SEMANTICS §7, "Where branches meet"). A fan-out inside a branch gets a join of its own where it
 * would share that of the fan-out it lies in.
 */
final class ImplicitJoins {
  private final Pipeline pipeline;
  private final Joins joins;

  private ImplicitJoins(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.joins = new Joins(pipeline);
  }

  /**
   * A pipeline with all its joins.
   *
   * @param implicit the ids of those that were missing
   */
  record Joined(Pipeline pipeline, Set<String> implicit) {}

  /** Returns the pipeline with the joins that are missing; the same one when none is. */
  static Joined insert(Pipeline pipeline) {
    Pipeline result = pipeline;
    Optional<Pipeline> better = new ImplicitJoins(result).withOneMore();
    for (int left = pipeline.nodesOf(NodeKind.PARALLEL).size();
        better.isPresent() && left > 0;
        left--) {
      result = better.get();
      better = new ImplicitJoins(result).withOneMore();
    }
    Set<String> implicit =
        result.nodes().stream().map(Node::id).collect(Collectors.toCollection(HashSet::new));
    pipeline.nodes().forEach(node -> implicit.remove(node.id()));
    return new Joined(result, implicit);
  }

  private Optional<Pipeline> withOneMore() {
    for (Node fanOut : pipeline.nodesOf(NodeKind.PARALLEL)) {
      Optional<Pipeline> better =
          joins
              .meeting(fanOut.id())
              .filter(id -> needsJoin(fanOut, id))
              .flatMap(id -> withJoin(fanOut, pipeline.node(id), freeId(id + "_join")));
      if (better.isPresent()) {
        return better;
      }
    }
    return Optional.empty();
  }

  private boolean needsJoin(Node fanOut, String meeting) {
    return pipeline.node(meeting).kind() != NodeKind.FAN_IN
        || pipeline.nodesOf(NodeKind.PARALLEL).stream()
            .filter(outer -> !outer.equals(fanOut))
            .filter(outer -> joins.meeting(outer.id()).filter(meeting::equals).isPresent())
            .anyMatch(outer -> inside(outer, meeting).contains(fanOut.id()));
  }

  private Optional<Pipeline> withJoin(Node fanOut, Node meeting, String id) {
    Set<String> inside = inside(fanOut, meeting.id());
    inside.add(fanOut.id());
    Node join =
        new Node(
            id,
            NodeKind.FAN_IN,
            Attributes.of(List.of(new Attribute("shape", "tripleoctagon", meeting.position()))),
            List.of(),
            true,
            meeting.position());
    List<Node> nodes = new ArrayList<>();
    for (Node node : pipeline.nodes()) {
      if (node.id().equals(meeting.id())) {
        nodes.add(join);
      }
      nodes.add(node);
    }
    List<Edge> edges = new ArrayList<>();
    for (Edge edge : pipeline.edges()) {
      boolean comesIn =
          edge.to().equals(meeting.id()) && inside.contains(edge.from()) && !edge.restartsLoop();
      edges.add(comesIn ? edge.leadingTo(join.id()) : edge);
    }
    edges.add(
        Edge.of(edges.size(), join.id(), meeting.id(), Attributes.none(), meeting.position()));
    Pipeline joined = pipeline.with(nodes, edges);
    // Where a branch leads back out of its fan-out, its ways go round the join as well.
    return new Joins(joined).of(fanOut.id()).filter(id::equals).map(_ -> joined);
  }

  private String freeId(String wanted) {
    String id = wanted;
    for (int n = 2; pipeline.find(id).isPresent(); n++) {
      id = wanted + "_" + n;
    }
    return id;
  }

  /** The nodes that a run comes to from the fan-out before its branches meet, and only from it. */
  private Set<String> inside(Node fanOut, String meeting) {
    Set<String> inside =
        reached(
            pipeline.outgoing(fanOut.id()).stream().map(Edge::to).toList(),
            Set.of(fanOut.id(), meeting));
    inside.removeAll(
        reached(
            pipeline.nodesOf(NodeKind.START).stream().map(Node::id).toList(), Set.of(fanOut.id())));
    return inside;
  }

  private Set<String> reached(List<String> from, Set<String> borders) {
    Set<String> seen = new HashSet<>(from);
    seen.removeAll(borders);
    Deque<String> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (Edge edge : pipeline.outgoing(open.remove())) {
        if (!edge.restartsLoop() && !borders.contains(edge.to()) && seen.add(edge.to())) {
          open.add(edge.to());
        }
      }
    }
    return seen;
  }
}
