package dev.attractor.domain.routing;

import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.Locale;
import java.util.Optional;

/**
 * A failure that a hop carries away from a stage, and what the hop makes of it: routing is one
 * thing, the verdict another (SEMANTICS §6, "An exit is no absolution").
 *
 * @param stage the stage that failed; conditional nodes only hand its failure on
 */
public record CarriedFailure(NodeId stage, Handling handling) {

  /** What a hop makes of the failure it carries. */
  public enum Handling {
    /** The author told outcomes apart here, or named where a failure goes. */
    HANDLED,
    /** The author wrote {@code accept_failure} on the edge. */
    ACCEPTED,
    /** A conditional node will tell. */
    PASSED_ON,
    /** Nobody looked: it stands against the run. */
    STANDING;

    /** Returns the word used in the journal, for example {@code passed_on}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns whether the author takes it out of the verdict. */
  public boolean isAccepted() {
    return handling == Handling.ACCEPTED;
  }

  /**
   * Returns what becomes of a failure.
   *
   * @param node the node that is left
   * @param before what the hop to this node had made of the failure, when it is a conditional node
   *     that hands it on
   */
  static Handling handling(
      Pipeline pipeline, Node node, Optional<CarriedFailure> before, NextHop hop) {
    Handling by = by(pipeline, node, hop);
    return node.kind() != NodeKind.CONDITIONAL || by == Handling.ACCEPTED
        ? by
        : before
            .map(CarriedFailure::handling)
            .filter(known -> known == Handling.ACCEPTED || known == Handling.HANDLED)
            .orElse(by);
  }

  private static Handling by(Pipeline pipeline, Node node, NextHop hop) {
    return switch (hop) {
      case NextHop.Follow(Edge edge, HopSource source) -> along(pipeline, node, edge, source);
      case NextHop.Restart(Edge edge, HopSource source) -> along(pipeline, node, edge, source);
      case NextHop.JumpTo _, NextHop.Meet _, NextHop.Nowhere _ -> Handling.HANDLED;
    };
  }

  private static Handling along(Pipeline pipeline, Node node, Edge edge, HopSource source) {
    if (edge.acceptsFailure()) {
      return Handling.ACCEPTED;
    }
    if (source == HopSource.CONDITIONAL || tellsOutcomesApart(pipeline, node)) {
      return Handling.HANDLED;
    }
    return pipeline.node(edge.to()).kind() == NodeKind.CONDITIONAL
        ? Handling.PASSED_ON
        : Handling.STANDING;
  }

  /** Returns whether an edge without a condition means "otherwise" at this node. */
  public static boolean tellsOutcomesApart(Pipeline pipeline, Node node) {
    return pipeline.conditional(node.id()).stream()
        .flatMap(edge -> edge.condition().stream())
        .anyMatch(Condition::looksAtOutcome);
  }
}
