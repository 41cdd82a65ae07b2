package dev.attractor.domain.lint;

import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.pipeline.AttributeTypes;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.LoopGraph;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.routing.NextHopPolicy;
import dev.attractor.domain.routing.RetryTarget;
import dev.attractor.domain.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Rules about the ways a run can take, above all after a failure (SEMANTICS §6). */
final class RoutingRules {
  private RoutingRules() {}

  static List<LintRule> rules() {
    return List.of(
        LintRule.of("dead_end", RoutingRules::deadEnd),
        LintRule.of("all_conditional_edges", RoutingRules::allConditionalEdges),
        LintRule.of("ambiguous_edges", RoutingRules::ambiguousEdges),
        LintRule.of("failure_rides_unconditional_edge", RoutingRules::failureRides),
        LintRule.of("terminal_reached_on_failure", RoutingRules::terminalReached),
        LintRule.of("loop_without_limit", RoutingRules::loopWithoutLimit));
  }

  // --- what a condition may be when only the outcome is known ---

  private static boolean mayHold(Edge edge, String outcome) {
    return edge.condition()
        .map(condition ->
            condition.clauses().stream()
                .allMatch(clause -> !clause.key().equals("outcome") || clause.holds(_ -> outcome)))
        .orElse(false);
  }

  private static boolean surelyHolds(Edge edge, String outcome) {
    return edge.condition()
        .map(condition ->
            condition.clauses().stream()
                .allMatch(clause -> clause.key().equals("outcome") && clause.holds(_ -> outcome)))
        .orElse(false);
  }

  private static boolean canFail(Node node) {
    return switch (node.kind()) {
      case AGENT, HUMAN, TOOL, MANAGER_LOOP, PIPELINE, CUSTOM -> true;
      case START, EXIT, CONDITIONAL, PARALLEL, FAN_IN -> false;
    };
  }

  private static Stream<Node> stages(Pipeline pipeline) {
    return pipeline.nodes().stream().filter(node -> node.kind() != NodeKind.EXIT);
  }

  private static List<Diagnostic> deadEnd(Pipeline pipeline) {
    return stages(pipeline)
        .filter(node ->
            pipeline.outgoing(node.id()).stream()
                .noneMatch(edge ->
                    edge.isUnconditional()
                        || Stream.concat(Stream.of("success"), verdicts(edge))
                            .anyMatch(word -> mayHold(edge, word))))
        .map(node ->
            Diagnostic.warning(
                "dead_end",
                node.position(),
                "%s has no edge for a success, and a run that ends there fails"
                    .formatted(node.id()),
                "add an edge with condition=\"outcome=success\" or without a condition"))
        .toList();
  }

  private static Stream<String> verdicts(Edge edge) {
    return edge.condition().map(Condition::clauses).orElse(List.of()).stream()
        .filter(clause -> clause instanceof Condition.Equal && clause.key().equals("outcome"))
        .map(clause -> Status.canonicalWord(((Condition.Equal) clause).literal()))
        .filter(word -> !Set.of("fail", "retry").contains(word));
  }

  private static List<Diagnostic> allConditionalEdges(Pipeline pipeline) {
    return stages(pipeline)
        .filter(node -> !pipeline.outgoing(node.id()).isEmpty())
        .filter(node -> pipeline.outgoing(node.id()).stream().noneMatch(Edge::isUnconditional))
        .filter(node ->
            !covers(pipeline, node, "success")
                || (!covers(pipeline, node, "fail") && RetryTarget.chain(pipeline, node).isEmpty()))
        .map(node ->
            Diagnostic.warning(
                "all_conditional_edges",
                node.position(),
                "every edge of %s has a condition, and together they do not cover success and"
                        .formatted(node.id())
                    + " failure",
                "add an edge without a condition, or one for outcome=success and one for"
                    + " outcome=fail"))
        .toList();
  }

  private static boolean covers(Pipeline pipeline, Node node, String outcome) {
    return pipeline.outgoing(node.id()).stream().anyMatch(edge -> surelyHolds(edge, outcome));
  }

  private static List<Diagnostic> ambiguousEdges(Pipeline pipeline) {
    List<Diagnostic> findings = new ArrayList<>();
    for (Node node : pipeline.nodes()) {
      List<Edge> conditional =
          pipeline.outgoing(node.id()).stream()
              .filter(edge -> edge.condition().isPresent())
              .filter(edge ->
                  AttributeTypes.accepts(
                      AttributeTypes.Type.INTEGER, edge.attributes().text("weight")))
              .toList();
      for (int i = 0; i < conditional.size(); i++) {
        for (Edge other : conditional.subList(i + 1, conditional.size())) {
          Edge one = conditional.get(i);
          if (!one.to().equals(other.to())
              && one.weight() == other.weight()
              && canBothHold(one, other)) {
            findings.add(
                Diagnostic.warning(
                    "ambiguous_edges",
                    other.position(),
                    "the conditions of %s -> %s and %s -> %s can both hold; the name decides"
                        .formatted(one.from(), one.to(), other.from(), other.to()),
                    "give one of them a higher weight, or make the conditions exclude each other"));
          }
        }
      }
    }
    return findings;
  }

  private static boolean canBothHold(Edge one, Edge other) {
    List<Condition.Clause> left = one.condition().orElseThrow().clauses();
    List<Condition.Clause> right = other.condition().orElseThrow().clauses();
    return left.stream().noneMatch(a -> right.stream().anyMatch(b -> exclude(a, b)));
  }

  private static boolean exclude(Condition.Clause a, Condition.Clause b) {
    if (!a.key().equals(b.key())) {
      return false;
    }
    return switch (a) {
      case Condition.Equal(String _, String literal) -> !b.holds(_ -> canonical(a, literal));
      case Condition.NotEqual _ -> b instanceof Condition.Equal && exclude(b, a);
      case Condition.Truthy _ -> b instanceof Condition.Equal && exclude(b, a);
    };
  }

  private static String canonical(Condition.Clause clause, String literal) {
    return clause.key().equals("outcome") ? Status.canonicalWord(literal) : literal;
  }

  /** The unconditional edges that a failure of this node would take without anybody looking. */
  private static Stream<Edge> riddenByFailure(Pipeline pipeline, Node node) {
    boolean closed = NextHopPolicy.failsClosed(pipeline, node);
    boolean looked =
        pipeline.outgoing(node.id()).stream().anyMatch(edge -> surelyHolds(edge, "fail"));
    return !canFail(node) || closed || looked || RetryTarget.ofNode(pipeline, node).isPresent()
        ? Stream.empty()
        : pipeline.outgoing(node.id()).stream().filter(Edge::isUnconditional);
  }

  private static List<Diagnostic> failureRides(Pipeline pipeline) {
    return pipeline.nodes().stream()
        .flatMap(node -> riddenByFailure(pipeline, node))
        .filter(edge ->
            switch (pipeline.node(edge.to()).kind()) {
              case CONDITIONAL, EXIT -> false; // it looks; terminal_reached_on_failure tells
              case START, AGENT, HUMAN, PARALLEL, FAN_IN, TOOL, MANAGER_LOOP, PIPELINE, CUSTOM ->
                  true;
            })
        .map(edge ->
            Diagnostic.remark(
                "failure_rides_unconditional_edge",
                edge.position(),
                "when %s fails the run goes on to %s as if nothing had happened"
                    .formatted(edge.from(), edge.to()),
                "add an edge for outcome=fail, name a retry_target, or set failure_routing=closed"))
        .toList();
  }

  private static List<Diagnostic> terminalReached(Pipeline pipeline) {
    return pipeline.nodes().stream()
        .filter(node -> !AttributeRules.isTrue(node, "goal_gate"))
        .flatMap(node -> riddenByFailure(pipeline, node))
        .filter(edge -> pipeline.node(edge.to()).kind() == NodeKind.EXIT)
        .map(edge ->
            Diagnostic.warning(
                "terminal_reached_on_failure",
                edge.position(),
                "when %s fails the run still ends in success".formatted(edge.from()),
                "write condition=\"outcome=success\" on this edge, or make %s a goal_gate"
                    .formatted(edge.from())))
        .toList();
  }

  private static List<Diagnostic> loopWithoutLimit(Pipeline pipeline) {
    boolean limited =
        AttributeTypes.accepts(
                AttributeTypes.Type.COUNT, pipeline.attributes().text("max_node_visits"))
            && pipeline.attributes().integer("max_node_visits", 0) > 0;
    if (limited) {
      return List.of();
    }
    LoopGraph graph = new LoopGraph();
    for (Edge edge : pipeline.edges()) {
      boolean person = pipeline.node(edge.from()).kind() == NodeKind.HUMAN;
      boolean restarts =
          AttributeTypes.accepts(AttributeTypes.Type.FLAG, edge.attributes().text("loop_restart"))
              && edge.restartsLoop();
      boolean onSuccess =
          edge.isUnconditional()
              || Stream.concat(Stream.of("success", "partial_success", "skipped"), verdicts(edge))
                  .anyMatch(word -> mayHold(edge, word));
      if (!person && !restarts && onSuccess) {
        graph.add(edge.from(), edge.to());
      }
    }
    return graph.cycles().stream()
        .map(cycle ->
            Diagnostic.warning(
                "loop_without_limit",
                pipeline.node(cycle.getFirst()).position(),
                "nothing limits how often a run goes round %s -> %s"
                    .formatted(String.join(" -> ", cycle), cycle.getFirst()),
                "set max_node_visits on the graph"))
        .toList();
  }
}
