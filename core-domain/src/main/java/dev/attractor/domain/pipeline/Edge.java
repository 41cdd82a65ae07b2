package dev.attractor.domain.pipeline;

import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.condition.Guard;
import dev.attractor.domain.source.SourcePosition;
import java.util.Optional;

/**
 * An edge of a pipeline: a possible hop.
 *
 * @param index the place in source order, from 0; it identifies the edge
 * @param from the id of the node it leaves
 * @param to the id of the node it leads to
 * @param guard what has to hold for it to be followed
 * @param attributes its own attributes over the defaults of its scope
 * @param position where the source node of the edge stands in the text
 */
public record Edge(
    int index,
    NodeId from,
    NodeId to,
    Guard guard,
    Attributes attributes,
    SourcePosition position) {

  /** Makes an edge; its guard is read from the attribute {@code condition}. */
  public static Edge of(
      int index, NodeId from, NodeId to, Attributes attributes, SourcePosition position) {
    return new Edge(index, from, to, Guard.of(attributes.text("condition")), attributes, position);
  }

  /** Returns the same edge, leading to another node. */
  public Edge leadingTo(NodeId other) {
    return new Edge(index, from, other, guard, attributes, position);
  }

  /** Returns the text of the condition; empty for an unconditional edge. */
  public String conditionText() {
    return attributes.text("condition").strip();
  }

  /** Returns the condition; empty for an edge that is unconditional or unreadable. */
  public Optional<Condition> condition() {
    return guard instanceof Guard.When(Condition condition)
        ? Optional.of(condition)
        : Optional.empty();
  }

  /** Returns whether the edge has no condition. */
  public boolean isUnconditional() {
    return guard instanceof Guard.Always;
  }

  /** Returns the label; empty when there is none. */
  public String label() {
    return attributes.text("label");
  }

  /** Returns the label that people are shown when they choose: the target where it has none. */
  public String shownLabel() {
    return label().isBlank() ? to.value() : label().strip();
  }

  /** Returns whether a failure that leaves along this edge is no failure of the run (§6). */
  public boolean acceptsFailure() {
    return isTrue("accept_failure");
  }

  /** Returns the weight, by default 0; the heavier edge wins (SEMANTICS §6). */
  public int weight() {
    return attributes.integer("weight", 0);
  }

  /** Returns whether following this edge starts a new iteration (SEMANTICS §6). */
  public boolean restartsLoop() {
    return isTrue("loop_restart");
  }

  /** What cannot be read is no flag; the linter tells of it. */
  private boolean isTrue(String flag) {
    return AttributeTypes.accepts(AttributeTypes.Type.FLAG, attributes.text(flag))
        && attributes.flag(flag, false);
  }
}
