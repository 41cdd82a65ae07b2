package dev.attractor.domain.routing;

import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.human.ChoiceLabel;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses the next hop (SEMANTICS §6): the one policy for run, resume, replay, simulation and
 * check. It invents no edges and knows nothing but the pipeline, the outcome and the context.
 */
public final class NextHopPolicy {
  private static final Comparator<Edge> BEST_FIRST =
      Comparator.comparingInt(Edge::weight)
          .reversed()
          .thenComparing(Edge::to)
          .thenComparingInt(Edge::index);

  private NextHopPolicy() {}

  /** Chooses the hop that follows a finished stage. */
  public static NextHop.Choice choose(
      Pipeline pipeline, Node node, Outcome outcome, Map<String, String> context) {
    if (node.kind() == NodeKind.PARALLEL) { // its edges open branches
      return new NextHop.Choice(choose(pipeline, node, outcome, List.of()), List.of());
    }
    List<NextHop.Evaluated> evaluated = evaluate(pipeline, node, outcome, context);
    List<Edge> matching =
        evaluated.stream().filter(NextHop.Evaluated::matched).map(NextHop.Evaluated::edge).toList();
    return new NextHop.Choice(choose(pipeline, node, outcome, matching), evaluated);
  }

  /**
   * Chooses the hop when it is known which conditions hold: the rules themselves, for those who do
   * not know the context, such as the static checker.
   *
   * @param matching the conditional edges of the node whose conditions hold
   */
  public static NextHop choose(Pipeline pipeline, Node node, Outcome outcome, List<Edge> matching) {
    if (node.kind() == NodeKind.PARALLEL) {
      return outcome
          .failure()
          .map(failure -> jumpOrEnd(pipeline, node, failure))
          .orElseGet(() -> meet(pipeline, node));
    }
    return matching.stream()
        .min(BEST_FIRST)
        .map(edge -> along(edge, HopSource.CONDITIONAL))
        .orElseGet(() ->
            outcome
                .failure()
                .map(failure -> afterFailure(pipeline, node, outcome, failure))
                .orElseGet(
                    () -> unconditional(pipeline, node, outcome).orElseGet(() -> deadEnd(node))));
  }

  /** Where a failure goes when no condition names it. */
  private static NextHop afterFailure(
      Pipeline pipeline, Node node, Outcome outcome, Failure failure) {
    if (node.kind() == NodeKind.FAN_IN) {
      // A failed join never follows an unconditional edge: its branches produced nothing to go on.
      return jumpOrEnd(pipeline, node, failure);
    }
    Optional<NextHop> own = RetryTarget.ofNode(pipeline, node).map(NextHop.JumpTo::new);
    return own.or(() ->
            failsClosed(pipeline, node) ? Optional.empty() : unconditional(pipeline, node, outcome))
        .or(() -> RetryTarget.ofGraph(pipeline).map(NextHop.JumpTo::new))
        .orElseGet(() -> new NextHop.Nowhere(failure));
  }

  private static NextHop jumpOrEnd(Pipeline pipeline, Node node, Failure failure) {
    return RetryTarget.chain(pipeline, node)
        .<NextHop>map(NextHop.JumpTo::new)
        .orElseGet(() -> new NextHop.Nowhere(failure));
  }

  private static NextHop meet(Pipeline pipeline, Node fanOut) {
    return FanOut.joinOf(pipeline, fanOut.id())
        .<NextHop>map(NextHop.Meet::new)
        .orElseGet(() -> deadEnd(fanOut));
  }

  /**
   * Returns whether an outcome may follow an edge that begins a new iteration: a failure only when
   * it is transient, or when the edge's own condition names the outcome.
   */
  public static boolean mayRestart(Edge edge, Outcome outcome) {
    return outcome
        .failure()
        .map(failure ->
            failure.failureClass() == FailureClass.TRANSIENT_INFRA
                || edge.condition().map(Condition::namesOutcome).orElse(false))
        .orElse(true);
  }

  /** Returns whether {@code failure_routing=closed} keeps failures of a node off plain edges. */
  public static boolean failsClosed(Pipeline pipeline, Node node) {
    return node.attributes()
        .text("failure_routing", pipeline.attributes().text("failure_routing"))
        .equals("closed");
  }

  /**
   * Returns whether a person may choose an edge: it has no condition, or its own holds.
   *
   * @param outcome what choosing it would make of the stage
   */
  public static boolean mayChoose(Edge edge, Outcome outcome, Map<String, String> context) {
    return edge.isUnconditional()
        || edge.condition().filter(own -> own.holds(facts(outcome, context))).isPresent();
  }

  private static List<NextHop.Evaluated> evaluate(
      Pipeline pipeline, Node node, Outcome outcome, Map<String, String> context) {
    Condition.Facts facts = facts(outcome, context);
    return pipeline.outgoing(node.id()).stream()
        .filter(edge -> !edge.isUnconditional())
        .map(edge ->
            new NextHop.Evaluated(
                edge, edge.condition().filter(condition -> condition.holds(facts)).isPresent()))
        .toList();
  }

  private static Condition.Facts facts(Outcome outcome, Map<String, String> context) {
    return key ->
        switch (key) {
          case "outcome" -> outcome.status().word();
          case "preferred_label" -> outcome.preferredLabel();
          default ->
              context.getOrDefault(
                  key.startsWith("context.") ? key.substring("context.".length()) : key, "");
        };
  }

  /** Rules 2 to 4: preferred label, suggested ids, weight. */
  private static Optional<NextHop> unconditional(Pipeline pipeline, Node node, Outcome outcome) {
    List<Edge> edges =
        pipeline.outgoing(node.id()).stream()
            .filter(Edge::isUnconditional)
            .sorted(BEST_FIRST)
            .toList();
    return preferred(edges, outcome)
        .or(() -> suggested(edges, outcome))
        .or(() -> edges.stream().findFirst().map(edge -> along(edge, HopSource.WEIGHT)));
  }

  private static Optional<NextHop> preferred(List<Edge> edges, Outcome outcome) {
    String wanted = normalisedLabel(outcome.preferredLabel());
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    return edges.stream()
        .filter(edge -> normalisedLabel(edge.label()).equals(wanted))
        .findFirst()
        .map(edge -> along(edge, HopSource.PREFERRED_LABEL));
  }

  private static Optional<NextHop> suggested(List<Edge> edges, Outcome outcome) {
    return outcome.suggestedNextIds().stream()
        .flatMap(id -> edges.stream().filter(edge -> edge.to().equals(id)).limit(1))
        .findFirst()
        .map(edge -> along(edge, HopSource.SUGGESTED_ID));
  }

  private static NextHop along(Edge edge, HopSource source) {
    return edge.restartsLoop()
        ? new NextHop.Restart(edge, source)
        : new NextHop.Follow(edge, source);
  }

  private static NextHop deadEnd(Node node) {
    return new NextHop.Nowhere(
        Failure.of(FailureClass.STRUCTURAL, "no eligible edge from " + node.id()));
  }

  /**
   * Evens out case, blanks and accelerator prefixes such as {@code [Y] }, {@code Y) } and {@code Y
   * - }.
   */
  static String normalisedLabel(String label) {
    return ChoiceLabel.of(label).evened();
  }
}
