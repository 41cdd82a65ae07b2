package dev.attractor.ports.spi.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A node of a pipeline.
 *
 * @param id {@code [A-Za-z_][A-Za-z0-9_]*}
 * @param type what it does: {@code agent}, {@code tool} and the other types of SEMANTICS §2, or one
 *     that a plugin adds
 * @since 0.1
 */
public record GraphNode(String id, String type, Map<String, String> attributes)
    implements GraphElement {
  public GraphNode {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }
}
