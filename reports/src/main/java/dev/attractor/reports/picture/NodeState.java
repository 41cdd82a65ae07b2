package dev.attractor.reports.picture;

import dev.attractor.domain.pipeline.NodeId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a node stands in a run. Where branches differ, the later one here is what people look for.
 */
enum NodeState {
  UNREACHED("not reached", Ink.UNREACHED, Ink.UNREACHED),
  SUCCEEDED("succeeded", Ink.SUCCEEDED, Ink.SUCCEEDED_SIGN),
  PASSED_OVER(
      "skipped, not needed, or its failure accepted", Ink.PASSED_OVER, Ink.PASSED_OVER_SIGN),
  FAILED("failed", Ink.FAILED, Ink.FAILED_SIGN),
  INTERRUPTED("interrupted", Ink.INTERRUPTED, Ink.RUNNING_SIGN),
  RUNNING("running", Ink.RUNNING, Ink.RUNNING_SIGN),
  WAITING("waiting for a person", Ink.WAITING, Ink.WAITING_SIGN);

  private static final double RADIUS = 8.5;

  private final String label;
  private final Ink ink;
  private final Ink signGround;

  NodeState(String label, Ink ink, Ink signGround) {
    this.label = label;
    this.ink = ink;
    this.signGround = signGround;
  }

  String label() {
    return label;
  }

  /** Returns the word for programs, for example {@code passed-over}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Ink ink() {
    return ink;
  }

  /** Returns how it stands when its run will not go on. */
  NodeState whenOver() {
    return switch (this) {
      case INTERRUPTED, RUNNING, WAITING -> PASSED_OVER;
      case UNREACHED, SUCCEEDED, PASSED_OVER, FAILED -> this;
    };
  }

  /** Returns the one that people look for. */
  NodeState or(NodeState other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** Adds states of nodes to others, where people look for either. */
  static void merge(Map<NodeId, NodeState> states, Map<NodeId, NodeState> others) {
    others.forEach((node, state) -> states.merge(node, state, NodeState::or));
  }

  /** Returns the sign that tells the state to those who do not see its colour. */
  List<Mark> sign(Point center) {
    return line(center)
        .map(line ->
            List.<Mark>of(
                new Mark.Stroke(
                    Outline.ellipse(Box.around(center, 2 * RADIUS, 2 * RADIUS)), signGround),
                new Mark.Stroke(line, Ink.SIGN_LINE)))
        .orElse(List.of());
  }

  private Optional<Outline> line(Point c) {
    return switch (this) {
      case UNREACHED -> Optional.empty();
      case SUCCEEDED ->
          Optional.of(Outline.line(c.plus(-4, 0.4), c.plus(-1.2, 3.4), c.plus(4.2, -3.2)));
      case FAILED ->
          Optional.of(
              new Outline(
                  List.of(
                      new Outline.Move(c.plus(-3.2, -3.2)),
                      new Outline.Straight(c.plus(3.2, 3.2)),
                      new Outline.Move(c.plus(-3.2, 3.2)),
                      new Outline.Straight(c.plus(3.2, -3.2)))));
      case PASSED_OVER ->
          Optional.of(
              new Outline(
                  List.of(
                      new Outline.Move(c.plus(-3.8, 0)),
                      new Outline.Curve(c.plus(-2, -3.6), c.plus(2, 3.6), c.plus(3.8, 0)))));
      case INTERRUPTED ->
          Optional.of(
              new Outline(
                  List.of(
                      new Outline.Move(c.plus(-2, -3.2)),
                      new Outline.Straight(c.plus(-2, 3.2)),
                      new Outline.Move(c.plus(2, -3.2)),
                      new Outline.Straight(c.plus(2, 3.2)))));
      case RUNNING ->
          Optional.of(Outline.polygon(c.plus(-2.2, -3.4), c.plus(3.6, 0), c.plus(-2.2, 3.4)));
      case WAITING ->
          Optional.of(
              new Outline(
                  List.of(
                      new Outline.Move(c.plus(-2.8, -2)),
                      new Outline.Curve(c.plus(-2.8, -6.2), c.plus(2.8, -6.2), c.plus(2.8, -2.2)),
                      new Outline.Curve(c.plus(2.8, -0.4), c.plus(0, -0.6), c.plus(0, 1.6)),
                      new Outline.Move(c.plus(0, 4.5)),
                      new Outline.Straight(c.plus(0, 4.6)))));
    };
  }
}
