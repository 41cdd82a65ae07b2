package dev.attractor.ports.spi.graph;

import java.util.Map;

/**
 * The graph of a pipeline, or a node or an edge of it.
 *
 * @since 0.1
 */
public sealed interface GraphElement permits Graph, GraphNode, GraphEdge {
  /**
   * Returns the attributes by their canonical names, in source order, defaults of the scope
   * included. Values are texts, unquoted.
   */
  Map<String, String> attributes();
}
