package dev.attractor.ports.spi.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pipeline as a plugin sees it.
 *
 * @param name the name of the digraph
 * @param attributes the graph's own attributes, such as {@code goal}
 * @param nodes in source order; ids differ
 * @param edges in source order; their ends are among the nodes
 * @since 0.1
 */
public record Graph(
    String name, Map<String, String> attributes, List<GraphNode> nodes, List<GraphEdge> edges)
    implements GraphElement {
  public Graph {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }
}
