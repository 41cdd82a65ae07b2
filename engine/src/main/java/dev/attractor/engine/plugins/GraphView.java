package dev.attractor.engine.plugins;

import dev.attractor.domain.pipeline.Attribute;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.KindResolution;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.SourcePosition;
import dev.attractor.ports.spi.graph.Graph;
import dev.attractor.ports.spi.graph.GraphEdge;
import dev.attractor.ports.spi.graph.GraphElement;
import dev.attractor.ports.spi.graph.GraphNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pipeline as plugins see it, and back. */
final class GraphView {
  private final Pipeline pipeline;
  private final Graph graph;

  GraphView(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.graph =
        new Graph(
            pipeline.name(),
            pipeline.attributes().values(),
            pipeline.nodes().stream()
                .map(node ->
                    new GraphNode(node.id().value(), node.type(), node.attributes().values()))
                .toList(),
            pipeline.edges().stream().map(GraphView::view).toList());
  }

  private static GraphEdge view(Edge edge) {
    return new GraphEdge(edge.from().value(), edge.to().value(), edge.attributes().values());
  }

  Graph graph() {
    return graph;
  }

  /** Returns where an element of the graph stands in the text. */
  SourcePosition positionOf(GraphElement element) {
    return switch (element) {
      case Graph _ -> SourcePosition.START;
      case GraphNode node ->
          pipeline.named(node.id()).map(Node::position).orElse(SourcePosition.START);
      case GraphEdge edge ->
          pipeline.edges().stream()
              .filter(one -> view(one).equals(edge))
              .map(Edge::position)
              .findFirst()
              .orElse(SourcePosition.START);
    };
  }

  /**
   * Returns the pipeline that a changed graph stands for. What is as it was keeps its place in the
   * text.
   *
   * @throws IllegalArgumentException when the graph is none
   */
  Pipeline changedTo(Graph changed) {
    if (changed.equals(graph)) {
      return pipeline;
    }
    Map<NodeId, Attributes> byId = new LinkedHashMap<>();
    for (GraphNode node : changed.nodes()) {
      Optional<Node> before = pipeline.named(node.id());
      Attributes attributes =
          merge(
              before.map(Node::attributes).orElse(Attributes.none()),
              node.attributes(),
              positionOf(node));
      Optional<NodeId> id = NodeId.of(node.id());
      if (id.isEmpty() || byId.put(id.get(), attributes) != null) {
        throw new IllegalArgumentException(
            "the node id '%s' is malformed or there twice".formatted(node.id()));
      }
    }
    KindResolution kinds = KindResolution.among(byId.values());
    List<Node> nodes = new ArrayList<>();
    byId.forEach((id, attributes) -> nodes.add(node(id, attributes, kinds)));
    return new Pipeline(
        changed.name(),
        pipeline.source(),
        merge(pipeline.attributes(), changed.attributes(), SourcePosition.START),
        nodes,
        edges(changed),
        pipeline.clusters());
  }

  private Node node(NodeId id, Attributes attributes, KindResolution kinds) {
    Optional<Node> before = pipeline.find(id);
    return new Node(
        id,
        kinds.of(id, attributes),
        attributes,
        before.map(Node::classes).orElseGet(() -> attributes.words("class")),
        before.map(Node::declared).orElse(true),
        before.map(Node::position).orElse(SourcePosition.START));
  }

  /** Edges between the same nodes are told apart by their order. */
  private List<Edge> edges(Graph wanted) {
    Map<List<NodeId>, Deque<Edge>> before = new HashMap<>();
    pipeline
        .edges()
        .forEach(edge ->
            before
                .computeIfAbsent(List.of(edge.from(), edge.to()), _ -> new ArrayDeque<>())
                .add(edge));
    List<Edge> edges = new ArrayList<>();
    for (GraphEdge edge : wanted.edges()) {
      NodeId from = end(wanted, edge.from());
      NodeId to = end(wanted, edge.to());
      Optional<Edge> same = Optional.ofNullable(before.get(List.of(from, to))).map(Deque::poll);
      SourcePosition position = same.map(Edge::position).orElse(SourcePosition.START);
      edges.add(
          Edge.of(
              edges.size(),
              from,
              to,
              merge(
                  same.map(Edge::attributes).orElse(Attributes.none()),
                  edge.attributes(),
                  position),
              position));
    }
    return edges;
  }

  private static NodeId end(Graph wanted, String text) {
    return NodeId.of(text)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "an edge of " + wanted.name() + " has an end that is no node"));
  }

  private static Attributes merge(
      Attributes before, Map<String, String> wanted, SourcePosition otherwise) {
    return Attributes.of(
        wanted.entrySet().stream()
            .map(e ->
                before
                    .find(e.getKey())
                    .filter(attribute -> attribute.value().equals(e.getValue()))
                    .orElseGet(() ->
                        new Attribute(
                            e.getKey(),
                            e.getValue(),
                            before.find(e.getKey()).map(Attribute::position).orElse(otherwise))))
            .toList());
  }
}
