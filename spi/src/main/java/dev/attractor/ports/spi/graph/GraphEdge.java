package dev.attractor.ports.spi.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An edge of a pipeline: a possible hop.
 *
 * @param from the id of the node it leaves
 * @param to the id of the node it leads to
 * @since 0.1
 */
public record GraphEdge(String from, String to, Map<String, String> attributes)
    implements GraphElement {
  public GraphEdge {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }
}
