package dev.attractor.domain.lint;

import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourcePosition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Rules about the shape of the graph: where it begins and ends, and what can be reached. */
final class ShapeRules {
  private ShapeRules() {}

  static List<LintRule> rules() {
    return List.of(
        LintRule.of("start_node", ShapeRules::startNode),
        LintRule.of("terminal_node", ShapeRules::terminalNode),
        LintRule.of("start_no_incoming", ShapeRules::startNoIncoming),
        LintRule.of("exit_no_outgoing", ShapeRules::exitNoOutgoing),
        LintRule.of("reachability", ShapeRules::reachability),
        LintRule.of("undeclared_node", ShapeRules::undeclaredNode),
        LintRule.of("reserved_id", ShapeRules::reservedId),
        LintRule.withKnownNames("type_known", ShapeRules::typeKnown));
  }

  private static List<Diagnostic> startNode(Pipeline pipeline) {
    List<Node> starts = pipeline.nodesOf(NodeKind.START);
    return starts.isEmpty()
        ? missing("start_node", "start", "add: start [shape=Mdiamond]")
        : starts.stream()
            .skip(1)
            .map(node ->
                Diagnostic.error(
                    "start_node",
                    node.position(),
                    "%s is a second start node beside %s"
                        .formatted(node.id(), starts.getFirst().id()),
                    "keep one node with shape=Mdiamond or the id start"))
            .toList();
  }

  private static List<Diagnostic> terminalNode(Pipeline pipeline) {
    return pipeline.nodesOf(NodeKind.EXIT).isEmpty()
        ? missing("terminal_node", "exit", "add: exit [shape=Msquare]")
        : List.of();
  }

  private static List<Diagnostic> missing(String rule, String word, String add) {
    return List.of(
        Diagnostic.error(
            rule, SourcePosition.START, "the pipeline has no %s node".formatted(word), add));
  }

  private static List<Diagnostic> startNoIncoming(Pipeline pipeline) {
    return pipeline.nodesOf(NodeKind.START).stream()
        .flatMap(node -> pipeline.incoming(node.id()).stream())
        .map(edge ->
            Diagnostic.error(
                "start_no_incoming",
                edge.position(),
                "an edge leads back into the start node " + edge.to(),
                "lead it to the first stage instead"))
        .toList();
  }

  private static List<Diagnostic> exitNoOutgoing(Pipeline pipeline) {
    return pipeline.nodesOf(NodeKind.EXIT).stream()
        .flatMap(node -> pipeline.outgoing(node.id()).stream())
        .map(edge ->
            Diagnostic.error(
                "exit_no_outgoing",
                edge.position(),
                "an edge leaves the exit node " + edge.from(),
                "a run ends at its exit; let the edge begin at the stage before"))
        .toList();
  }

  private static List<Diagnostic> reachability(Pipeline pipeline) {
    List<Node> starts = pipeline.nodesOf(NodeKind.START);
    if (starts.isEmpty()) {
      return List.of();
    }
    Set<NodeId> reached = new HashSet<>();
    Deque<NodeId> open = new ArrayDeque<>();
    open.add(starts.getFirst().id());
    pipelineTargets(pipeline).forEach(open::add);
    while (!open.isEmpty()) {
      NodeId id = open.remove();
      if (reached.add(id)) {
        pipeline.outgoing(id).stream().map(Edge::to).forEach(open::add);
        targets(pipeline, pipeline.node(id)).forEach(open::add);
      }
    }
    return pipeline.nodes().stream()
        .filter(node -> !reached.contains(node.id()))
        .map(node ->
            Diagnostic.error(
                "reachability",
                node.position(),
                "no way leads from %s to %s".formatted(starts.getFirst().id(), node.id()),
                "add an edge to it, name it as a retry_target, or remove it"))
        .toList();
  }

  private static Stream<NodeId> pipelineTargets(Pipeline pipeline) {
    return Stream.of("retry_target", "fallback_retry_target")
        .map(pipeline.attributes()::text)
        .flatMap(text -> pipeline.named(text).stream())
        .map(Node::id);
  }

  private static Stream<NodeId> targets(Pipeline pipeline, Node node) {
    return Stream.of("retry_target", "fallback_retry_target")
        .map(node.attributes()::text)
        .flatMap(text -> pipeline.named(text).stream())
        .map(Node::id);
  }

  private static List<Diagnostic> undeclaredNode(Pipeline pipeline) {
    return pipeline.nodes().stream()
        .filter(node -> !node.declared() && node.kind() == NodeKind.AGENT)
        .map(node ->
            Diagnostic.warning(
                "undeclared_node",
                node.position(),
                node.id() + " only appears in an edge, so it is an agent without a prompt",
                "declare it: %s [prompt=\"...\"], or correct the name".formatted(node.id())))
        .toList();
  }

  private static List<Diagnostic> reservedId(Pipeline pipeline) {
    return pipeline.nodes().stream()
        .filter(node -> RunLayout.folders().contains(node.id().value()))
        .map(node ->
            Diagnostic.error(
                "reserved_id",
                node.position(),
                "%s cannot be the name of a node: the run folder has a folder of that name"
                    .formatted(node.id()),
                "call it, for example, %s_stage".formatted(node.id())))
        .toList();
  }

  private static List<Diagnostic> typeKnown(Pipeline pipeline, KnownNames surroundings) {
    return pipeline.nodesOf(NodeKind.CUSTOM).stream()
        .filter(node -> !surroundings.nodeTypes().contains(node.type()))
        .map(node ->
            Diagnostic.error(
                "type_known",
                AttributeRules.positionOf(node.attributes(), "type", node.position()),
                "no node type is called '%s'".formatted(node.type()),
                "the types are "
                    + String.join(", ", NodeKind.typeNames())
                    + "; others come from plugins"))
        .toList();
  }
}
