package dev.attractor.domain.compile;

import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.List;

/**
 * A pipeline in which the linter found no error. Only {@link PipelineCompiler} makes one, and
 * nothing else can be run.
 */
public final class ValidPipeline {
  private final Pipeline graph;
  private final Node start;
  private final List<Node> goalGates;

  ValidPipeline(Pipeline graph) {
    this.graph = graph;
    this.start = graph.nodesOf(NodeKind.START).getFirst();
    this.goalGates =
        graph.nodes().stream().filter(node -> node.attributes().flag("goal_gate", false)).toList();
  }

  /** Returns the graph. */
  public Pipeline graph() {
    return graph;
  }

  /** Returns the graph's attributes. */
  public Attributes attributes() {
    return graph.attributes();
  }

  /**
   * Returns the node of that id.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Node node(String id) {
    return graph.node(id);
  }

  /** Returns the one node to begin with. */
  public Node start() {
    return start;
  }

  /** Returns the nodes that must have ended well before the run may end in success. */
  public List<Node> goalGates() {
    return goalGates;
  }
}
