package dev.attractor.domain.routing;

import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.condition.Satisfiability;
import dev.attractor.domain.condition.Truth;
import dev.attractor.domain.human.ChoiceLabel;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Chooses the next hop (SEMANTICS §6): the one policy for run, resume, replay, simulation and
 * check. It invents no edges and knows nothing but the pipeline, the outcome and the context. Of a
 * fan-out it is not asked: that goes where its branches meet.
 */
public final class NextHopPolicy {
  private static final Comparator<Edge> BEST_FIRST =
      Comparator.comparingInt(Edge::weight)
          .reversed()
          .thenComparing(Edge::to)
          .thenComparingInt(Edge::index);
  private static final Condition.Known ANSWERED = OutcomeFacts.ofWord(Status.Passed.SUCCESS.word());

  private NextHopPolicy() {}

  /**
   * Chooses the hop that follows a finished stage.
   *
   * @param context the values of the context, and what else conditions may ask for
   */
  public static NextHop.Choice choose(
      Pipeline pipeline, Node node, Outcome outcome, Condition.Facts context) {
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
    if (node.kind() == NodeKind.HUMAN && outcome.failure().isEmpty()) {
      return choice(pipeline, node, outcome, matching);
    }
    return matching.stream()
        .filter(edge -> node.kind() != NodeKind.HUMAN || isForFailures(edge))
        .min(BEST_FIRST)
        .map(edge -> along(edge, HopSource.CONDITIONAL))
        .orElseGet(() ->
            outcome
                .failure()
                .map(failure -> afterFailure(pipeline, node, outcome, failure))
                .orElseGet(
                    () -> unconditional(pipeline, node, outcome).orElseGet(() -> deadEnd(node))));
  }

  /**
   * The edge a person chose, whatever conditions stand on others. A choice whose own condition does
   * not hold is none.
   */
  private static NextHop choice(
      Pipeline pipeline, Node node, Outcome outcome, List<Edge> matching) {
    List<Edge> choices =
        pipeline.outgoing(node.id()).stream()
            .filter(edge -> edge.isUnconditional() || matching.contains(edge))
            .toList();
    return Stream.<Predicate<Edge>>of(
            edge ->
                edge.shownLabel().equals(outcome.preferredLabel())
                    && outcome.suggestedNextIds().stream()
                        .limit(1)
                        .anyMatch(edge.to().value()::equals),
            edge ->
                normalisedLabel(edge.shownLabel())
                    .equals(normalisedLabel(outcome.preferredLabel())),
            edge -> outcome.suggestedNextIds().contains(edge.to().value()))
        .flatMap(names -> choices.stream().filter(names).limit(1))
        .findFirst()
        .map(edge -> along(edge, HopSource.CHOICE))
        .orElseGet(() -> deadEnd(node));
  }

  /**
   * Returns whether a person may choose an edge: one whose own condition does not hold is no way.
   *
   * @param chosen what the stage ends with when it is chosen
   * @param context the values of the context, and what else conditions may ask for
   */
  public static boolean mayChoose(Edge edge, Outcome chosen, Condition.Facts context) {
    Condition.Facts after =
        name ->
            Optional.ofNullable(chosen.contextUpdates().get(name))
                .orElseGet(() -> facts(chosen, context).value(name));
    return edge.isUnconditional()
        || edge.condition().filter(condition -> condition.holds(after)).isPresent();
  }

  /** A gate that nobody answered follows only what cannot be meant for an answer. */
  private static boolean isForFailures(Edge edge) {
    return edge.condition()
        .map(condition -> Satisfiability.canHold(condition, ANSWERED) == Truth.NO)
        .orElse(false);
  }

  /** Returns what becomes of the failure that a hop carries away from a node, if it does. */
  public static Optional<CarriedFailure> carried(
      Pipeline pipeline, Node node, Outcome outcome, Optional<CarriedFailure> before, NextHop hop) {
    return outcome
        .failure()
        .map(_ ->
            new CarriedFailure(
                failedStage(node, before), CarriedFailure.handling(pipeline, node, before, hop)));
  }

  /** Returns the stage whose failure a node ends with: conditional nodes only hand one on. */
  public static NodeId failedStage(Node node, Optional<CarriedFailure> before) {
    return before
        .filter(_ -> node.kind() == NodeKind.CONDITIONAL)
        .map(CarriedFailure::stage)
        .orElse(node.id());
  }

  /** Where a failure goes when no condition names it. */
  private static NextHop afterFailure(
      Pipeline pipeline, Node node, Outcome outcome, Failure failure) {
    if (node.kind() == NodeKind.FAN_IN || node.kind() == NodeKind.HUMAN) {
      // The branches of a failed join produced nothing to go on; the plain edges of a person's
      // decision are choices that nobody made.
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

  /**
   * Returns whether an outcome may follow an edge that begins a new iteration: a failure only when
   * it is transient, or when the edge's own condition tells outcomes apart.
   */
  public static boolean mayRestart(Edge edge, Outcome outcome) {
    return outcome
        .failure()
        .map(failure ->
            failure.failureClass() == FailureClass.TRANSIENT_INFRA
                || edge.condition().map(Condition::looksAtOutcome).orElse(false))
        .orElse(true);
  }

  /** Returns whether {@code failure_routing=closed} keeps failures of a node off plain edges. */
  public static boolean failsClosed(Pipeline pipeline, Node node) {
    return node.attributes()
        .text("failure_routing", pipeline.attributes().text("failure_routing"))
        .equals("closed");
  }

  private static List<NextHop.Evaluated> evaluate(
      Pipeline pipeline, Node node, Outcome outcome, Condition.Facts context) {
    Condition.Facts facts = facts(outcome, context);
    return pipeline.conditional(node.id()).stream()
        .map(edge ->
            new NextHop.Evaluated(
                edge, edge.condition().filter(condition -> condition.holds(facts)).isPresent()))
        .toList();
  }

  private static Condition.Facts facts(Outcome outcome, Condition.Facts context) {
    Condition.Known known = OutcomeFacts.of(outcome);
    return name -> known.value(name).orElseGet(() -> context.value(name));
  }

  /** Rules 2 to 4: preferred label, suggested ids, weight. */
  private static Optional<NextHop> unconditional(Pipeline pipeline, Node node, Outcome outcome) {
    List<Edge> edges = pipeline.outgoing(node.id());
    return preferred(edges, outcome)
        .or(() -> suggested(pipeline, node, outcome))
        .or(() -> best(edges.stream(), HopSource.WEIGHT));
  }

  private static Optional<NextHop> best(Stream<Edge> edges, HopSource source) {
    return edges.filter(Edge::isUnconditional).min(BEST_FIRST).map(edge -> along(edge, source));
  }

  private static Optional<NextHop> preferred(List<Edge> edges, Outcome outcome) {
    String wanted = normalisedLabel(outcome.preferredLabel());
    return wanted.isEmpty()
        ? Optional.empty()
        : best(
            edges.stream().filter(edge -> normalisedLabel(edge.label()).equals(wanted)),
            HopSource.PREFERRED_LABEL);
  }

  private static Optional<NextHop> suggested(Pipeline pipeline, Node node, Outcome outcome) {
    return outcome.suggestedNextIds().stream()
        .flatMap(text ->
            pipeline
                .named(text)
                .flatMap(to ->
                    best(pipeline.between(node.id(), to.id()).stream(), HopSource.SUGGESTED_ID))
                .stream())
        .findFirst();
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
