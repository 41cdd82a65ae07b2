package dev.attractor.ports.spi.graph;

/**
 * Changes every pipeline before it is checked, after file references and the stylesheet were
 * applied. Pure: the same graph always becomes the same. A run remembers what it began with and is
 * resumed only with the same result.
 *
 * @since 0.1
 */
public interface GraphTransform {
  /** Returns the name it is known by in messages: {@code [a-z][a-z0-9_-]*}. */
  String name();

  /**
   * Returns the changed graph, or the same one. Nodes and edges may come and go and their
   * attributes change; the type of a node follows from its attributes ({@code type}, {@code
   * shape}).
   */
  Graph apply(Graph graph);
}
