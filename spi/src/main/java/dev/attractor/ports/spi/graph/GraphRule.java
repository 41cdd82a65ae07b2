package dev.attractor.ports.spi.graph;

import java.util.List;

/**
 * One thing that is checked about every pipeline. Pure: the same graph always gets the same
 * findings. Total: it copes with every graph that can be read.
 *
 * @since 0.1
 */
public interface GraphRule {
  /** Returns the id that findings are shown with: {@code [a-z][a-z0-9_-]*}. */
  String id();

  /** Returns what was found; empty when the graph keeps the rule. */
  List<GraphFinding> check(Graph graph);
}
