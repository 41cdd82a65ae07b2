package dev.attractor.domain.pipeline;

import dev.attractor.domain.source.SourceText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A pipeline as it was read: an immutable graph (SEMANTICS §1). Nothing is known about its sense.
 */
public final class Pipeline {
  private final String name;
  private final SourceText source;
  private final Attributes attributes;
  private final Map<NodeId, Node> nodes;
  private final List<Edge> edges;
  private final List<Cluster> clusters;
  private final Map<NodeId, List<Edge>> outgoing;
  private final Map<NodeId, List<Edge>> conditional;
  private final Map<NodeId, List<Edge>> incoming;

  private record Ends(NodeId from, NodeId to) {}

  private final Map<Ends, List<Edge>> byEnds;

  /**
   * Makes a pipeline.
   *
   * @param name the name of the digraph
   * @param source the text it was read from
   * @param attributes the graph's attributes
   * @param nodes in source order; ids differ
   * @param edges in source order; their ends are among the nodes
   * @param clusters inner ones before those around them; what is no node is left out of them
   */
  public Pipeline(
      String name,
      SourceText source,
      Attributes attributes,
      Collection<Node> nodes,
      List<Edge> edges,
      List<Cluster> clusters) {
    this.name = name;
    this.source = source;
    this.attributes = attributes;
    Map<NodeId, Node> byId = LinkedHashMap.newLinkedHashMap(nodes.size());
    nodes.forEach(node -> byId.put(node.id(), node));
    this.nodes = Collections.unmodifiableMap(byId);
    this.edges = List.copyOf(edges);
    this.clusters =
        clusters.stream()
            .map(cluster ->
                new Cluster(
                    cluster.label(), cluster.nodes().stream().filter(byId::containsKey).toList()))
            .toList();
    this.outgoing = this.edges.stream().collect(Collectors.groupingBy(Edge::from));
    this.byEnds =
        this.edges.stream()
            .collect(Collectors.groupingBy(edge -> new Ends(edge.from(), edge.to())));
    this.conditional =
        this.edges.stream()
            .filter(edge -> !edge.isUnconditional())
            .collect(Collectors.groupingBy(Edge::from));
    this.incoming = this.edges.stream().collect(Collectors.groupingBy(Edge::to));
    if (!byId.keySet().containsAll(outgoing.keySet())
        || !byId.keySet().containsAll(incoming.keySet())) {
      throw new IllegalArgumentException("an edge of " + name + " has an end that is no node");
    }
  }

  /** Returns the same pipeline with other nodes, which have the same ids. */
  public Pipeline withNodes(Collection<Node> others) {
    return new Pipeline(name, source, attributes, others, edges, clusters);
  }

  /** Returns the same pipeline with other nodes and edges; the ends of these are among those. */
  public Pipeline with(Collection<Node> otherNodes, List<Edge> otherEdges) {
    return new Pipeline(name, source, attributes, otherNodes, otherEdges, clusters);
  }

  /** Returns the name of the digraph. */
  public String name() {
    return name;
  }

  /** Returns the text the pipeline was read from. */
  public SourceText source() {
    return source;
  }

  /** Returns the graph's attributes. */
  public Attributes attributes() {
    return attributes;
  }

  /** Returns the goal; empty when the graph names none. */
  public String goal() {
    return attributes.text("goal");
  }

  /** Returns all nodes in source order. */
  public Collection<Node> nodes() {
    return nodes.values();
  }

  /** Returns the node of that id, if there is one. */
  public Optional<Node> find(NodeId id) {
    return Optional.ofNullable(nodes.get(id));
  }

  /** Returns the node that a text of the author or of a stage names; empty when it names none. */
  public Optional<Node> named(String text) {
    return NodeId.of(text).flatMap(this::find);
  }

  /**
   * Returns the node of that id.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Node node(NodeId id) {
    return find(id).orElseThrow(() -> new IllegalArgumentException("no node " + id));
  }

  /** Returns all edges in source order. */
  public List<Edge> edges() {
    return edges;
  }

  /** Returns the frames around nodes, inner ones before those around them. */
  public List<Cluster> clusters() {
    return clusters;
  }

  /** Returns the edges that leave a node, in source order. */
  public List<Edge> outgoing(NodeId id) {
    return outgoing.getOrDefault(id, List.of());
  }

  /** Returns the edges with a condition that leave a node, in source order. */
  public List<Edge> conditional(NodeId id) {
    return conditional.getOrDefault(id, List.of());
  }

  /** Returns the edges that lead to a node, in source order. */
  public List<Edge> incoming(NodeId id) {
    return incoming.getOrDefault(id, List.of());
  }

  /** Returns the edges that lead from one node to another, in source order. */
  public List<Edge> between(NodeId from, NodeId to) {
    return byEnds.getOrDefault(new Ends(from, to), List.of());
  }

  /**
   * Returns the edges that the outcome of a node decides about: its own, and those of the
   * conditional nodes that hand it on (SEMANTICS §2).
   */
  public List<Edge> edgesDecidedBy(NodeId id) {
    List<Edge> edges = new ArrayList<>();
    Set<NodeId> seen = new HashSet<>();
    Deque<NodeId> open = new ArrayDeque<>(List.of(id));
    while (!open.isEmpty()) {
      NodeId next = open.remove();
      if (seen.add(next)) {
        for (Edge edge : outgoing(next)) {
          edges.add(edge);
          if (node(edge.to()).kind() == NodeKind.CONDITIONAL) {
            open.add(edge.to());
          }
        }
      }
    }
    return edges;
  }

  /** Returns the nodes of a kind in source order. */
  public List<Node> nodesOf(NodeKind kind) {
    return nodes.values().stream().filter(node -> node.kind() == kind).toList();
  }
}
