package dev.attractor.domain.compile;

import dev.attractor.domain.lint.NestedIds;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pipeline in which the linter found no error. Only {@link PipelineCompiler} makes one, and
 * nothing else can be run.
 */
public final class ValidPipeline {
  private final Pipeline graph;
  private final Node start;
  private final List<Node> goalGates;
  private final Map<NodeId, Part> parts;
  private final Map<NodeId, FanOut> fanOuts;
  private final Set<NodeId> implicitJoins;

  /**
   * A pipeline that a stage runs.
   *
   * @param source what it is made from
   */
  public record Part(PipelineSource source, ValidPipeline pipeline) {}

  ValidPipeline(Pipeline graph, Map<NodeId, Part> parts, Set<NodeId> implicitJoins) {
    this.graph = graph;
    this.parts = Map.copyOf(parts);
    this.fanOuts = FanOut.allOf(graph);
    this.implicitJoins = Set.copyOf(implicitJoins);
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
  public Node node(NodeId id) {
    return graph.node(id);
  }

  /**
   * Returns the pipeline that a stage, or a manager, has run.
   *
   * @throws IllegalArgumentException when the node runs none
   */
  public Part part(NodeId nodeId) {
    Part part = parts.get(nodeId);
    if (part == null) {
      throw new IllegalArgumentException(nodeId + " runs no pipeline");
    }
    return part;
  }

  /** Returns the pipeline that a node has run; empty when there is no such node, or it has none. */
  public Optional<ValidPipeline> runBy(NodeId nodeId) {
    return Optional.ofNullable(parts.get(nodeId)).map(Part::pipeline);
  }

  /**
   * Returns the fan-out that a node is.
   *
   * @throws IllegalArgumentException when the node is none
   */
  public FanOut fanOut(NodeId nodeId) {
    FanOut fanOut = fanOuts.get(nodeId);
    if (fanOut == null) {
      throw new IllegalArgumentException(nodeId + " opens no branches");
    }
    return fanOut;
  }

  /**
   * Returns whether nobody drew this join: a run that comes to it on another way than from its
   * branches goes through it as if it were not there.
   */
  public boolean isImplicitJoin(NodeId nodeId) {
    return implicitJoins.contains(nodeId);
  }

  /** Returns the pipelines that stages run. */
  public Collection<Part> parts() {
    return parts.values();
  }

  /**
   * Returns by stage that runs a pipeline how long ids inside that become, see {@link NestedIds}.
   */
  static Map<NodeId, Integer> idsIn(Map<NodeId, Part> parts) {
    Map<NodeId, Integer> lengths = new HashMap<>();
    parts.forEach((stage, part) -> {
      ValidPipeline inside = part.pipeline();
      lengths.put(stage, NestedIds.longest(inside.graph, idsIn(inside.parts)));
    });
    return lengths;
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
