package dev.attractor.domain.lint;

import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.condition.Satisfiability;
import dev.attractor.domain.condition.Truth;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.pipeline.AttributeTypes;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.LoopGraph;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.routing.NextHopPolicy;
import dev.attractor.domain.routing.OutcomeFacts;
import dev.attractor.domain.routing.RetryTarget;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourcePosition;
import java.util.List;
import java.util.stream.Stream;

/** Rules about the ways a run can take, above all after a failure (SEMANTICS §6). */
final class RoutingRules {
  private RoutingRules() {}

  static List<LintRule> rules() {
    return List.of(
        LintRule.of("dead_end", RoutingRules::deadEnd),
        LintRule.of("all_conditional_edges", RoutingRules::allConditionalEdges),
        AmbiguousEdges.rule(),
        LintRule.of("failure_rides_unconditional_edge", RoutingRules::failureRides),
        LintRule.of("terminal_reached_on_failure", RoutingRules::terminalReached),
        LintRule.of("failure_accepted", RoutingRules::failureAccepted),
        LintRule.of("condition_never_holds", RoutingRules::neverHolds),
        OutcomeWords.rule(),
        LintRule.of("loop_without_limit", RoutingRules::loopWithoutLimit));
  }

  private static boolean mayHold(Edge edge, String word) {
    return edge.condition()
        .map(condition -> Satisfiability.canHold(condition, OutcomeFacts.ofWord(word)) != Truth.NO)
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
        .filter(node -> isDeadEnd(pipeline, node))
        .map(node ->
            Diagnostic.warning(
                "dead_end",
                node.position(),
                "%s has no edge for a success, and a run that ends there fails"
                    .formatted(node.id()),
                "add an edge with condition=\"outcome=success\" or without a condition"))
        .toList();
  }

  private static boolean isDeadEnd(Pipeline pipeline, Node node) {
    return pipeline.outgoing(node.id()).stream()
        .noneMatch(edge ->
            edge.isUnconditional()
                || Stream.concat(Stream.of("success"), verdicts(edge))
                    .anyMatch(word -> mayHold(edge, word)));
  }

  /** The words of authors that an edge asks for. */
  private static Stream<String> verdicts(Edge edge) {
    return edge.condition().stream()
        .flatMap(condition -> condition.literals(Condition.OUTCOME).stream())
        .filter(word -> !Status.isFailure(word));
  }

  private static List<Diagnostic> allConditionalEdges(Pipeline pipeline) {
    return stages(pipeline)
        .filter(node -> !pipeline.outgoing(node.id()).isEmpty())
        .filter(node -> pipeline.outgoing(node.id()).stream().noneMatch(Edge::isUnconditional))
        .filter(node -> node.kind() != NodeKind.HUMAN && !isDeadEnd(pipeline, node))
        .filter(node -> !covers(pipeline, node, "success"))
        .map(node ->
            Diagnostic.warning(
                "all_conditional_edges",
                node.position(),
                "every edge of %s has a condition, and together they do not cover success"
                    .formatted(node.id()),
                "add an edge without a condition, or one for outcome=success"))
        .toList();
  }

  /** Whether some edge can be followed whatever else holds. */
  private static boolean covers(Pipeline pipeline, Node node, String word) {
    List<Condition> none =
        pipeline.outgoing(node.id()).stream()
            .flatMap(edge -> edge.condition().stream())
            .<Condition>map(Condition.Not::new)
            .toList();
    return !none.isEmpty()
        && Satisfiability.canHold(all(none), OutcomeFacts.ofWord(word)) == Truth.NO;
  }

  private static Condition all(List<Condition> conditions) {
    return conditions.size() == 1 ? conditions.getFirst() : new Condition.AllOf(conditions);
  }

  private static List<Diagnostic> neverHolds(Pipeline pipeline) {
    return pipeline.edges().stream()
        .filter(edge ->
            edge.condition()
                .filter(condition -> Satisfiability.canHold(condition) == Truth.NO)
                .isPresent())
        .map(edge ->
            Diagnostic.warning(
                "condition_never_holds",
                AttributeRules.positionOf(edge.attributes(), "condition", edge.position()),
                "the condition of %s -> %s can never hold".formatted(edge.from(), edge.to()),
                "its parts contradict each other, or ask for a value that the key never has"))
        .toList();
  }

  /** The unconditional edges along which a failure of this node stands against the run. */
  private static Stream<Edge> riddenByFailure(Pipeline pipeline, Node node) {
    boolean elsewhere =
        !canFail(node)
            || node.kind() == NodeKind.HUMAN // whose plain edges are choices that nobody made
            || NextHopPolicy.failsClosed(pipeline, node)
            || CarriedFailure.tellsOutcomesApart(pipeline, node)
            || RetryTarget.ofNode(pipeline, node).isPresent();
    return elsewhere
        ? Stream.empty()
        : pipeline.outgoing(node.id()).stream()
            .filter(Edge::isUnconditional)
            .filter(edge -> !edge.acceptsFailure());
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
                "when %s fails the run goes on to %s, and ends as failed unless %s succeeds later or a goal gate vouches for the result"
                    .formatted(edge.from(), edge.to(), edge.from()),
                "to handle the failure add an edge for outcome=fail or name a retry_target; to stop"
                    + " at once set failure_routing=closed; to let it pass write"
                    + " accept_failure=true"))
        .toList();
  }

  private static List<Diagnostic> terminalReached(Pipeline pipeline) {
    return pipeline.nodes().stream()
        .flatMap(node -> riddenByFailure(pipeline, node))
        .filter(edge -> pipeline.node(edge.to()).kind() == NodeKind.EXIT)
        .map(edge ->
            Diagnostic.remark(
                "terminal_reached_on_failure",
                edge.position(),
                "when %s fails the run comes to %s with it, and ends as failed"
                    .formatted(edge.from(), edge.to()),
                "to repair it instead add an edge for outcome=fail; to let it pass write"
                    + " accept_failure=true"))
        .toList();
  }

  private static List<Diagnostic> failureAccepted(Pipeline pipeline) {
    return pipeline.edges().stream()
        .filter(Edge::acceptsFailure)
        .map(edge ->
            Diagnostic.remark(
                "failure_accepted",
                AttributeRules.positionOf(edge.attributes(), "accept_failure", edge.position()),
                "a failure that leaves %s for %s does not count against the run"
                    .formatted(edge.from(), edge.to()),
                "take accept_failure away if the run is to fail then"))
        .toList();
  }

  private static boolean isLimited(Node node) {
    return AttributeTypes.accepts(AttributeTypes.Type.COUNT, node.attributes().text("max_visits"))
        && node.attributes().integer("max_visits", 0) > 0;
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
      boolean restarts = edge.restartsLoop() || isLimited(pipeline.node(edge.from()));
      boolean onSuccess =
          edge.isUnconditional()
              || Stream.concat(Stream.of("success", "partial_success", "skipped"), verdicts(edge))
                  .anyMatch(word -> mayHold(edge, word));
      if (!person && !restarts && onSuccess) {
        graph.add(edge.from(), edge.to());
      }
    }
    return graph.circles().stream().map(circle -> unlimited(pipeline, circle)).toList();
  }

  private static Diagnostic unlimited(Pipeline pipeline, LoopGraph.Circle circle) {
    SourcePosition position = pipeline.node(circle.nodes().getFirst()).position();
    String shown = circle.shown();
    String hint = "set max_node_visits on the graph, or max_visits on one of them";
    return canBeLeft(pipeline, circle)
        ? Diagnostic.remark(
            "loop_without_limit",
            position,
            "only conditions limit how often a run goes round " + shown,
            hint)
        : Diagnostic.warning(
            "loop_without_limit",
            position,
            "nothing limits how often a run goes round " + shown,
            hint);
  }

  /**
   * Whether a condition leads out of a circle to where no way leads back: its own edge does, or the
   * plain one that is taken when it does not hold.
   */
  private static boolean canBeLeft(Pipeline pipeline, LoopGraph.Circle circle) {
    return circle.group().stream()
        .filter(id -> !pipeline.conditional(id).isEmpty())
        .flatMap(id -> pipeline.outgoing(id).stream())
        .filter(edge -> !circle.group().contains(edge.to()))
        .anyMatch(edge ->
            edge.condition()
                .map(condition -> Satisfiability.canHold(condition) != Truth.NO)
                .orElse(true));
  }
}
