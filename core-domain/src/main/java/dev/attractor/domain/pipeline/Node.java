package dev.attractor.domain.pipeline;

import dev.attractor.domain.source.SourcePosition;
import java.util.List;

/**
 * A node of a pipeline.
 *
 * @param id it becomes a folder and a ref name
 * @param kind what the node does
 * @param attributes its own attributes over the defaults of its scope
 * @param classes classes given by {@code class} and by the labels of enclosing subgraphs
 * @param declared whether a node statement names it; otherwise it only stands in an edge
 * @param position where it is declared or first mentioned
 */
public record Node(
    NodeId id,
    NodeKind kind,
    Attributes attributes,
    List<String> classes,
    boolean declared,
    SourcePosition position) {
  public Node {
    classes = List.copyOf(classes);
  }

  /** Returns the label, which is the id when none is given. */
  public String label() {
    return attributes.text("label", id.value());
  }

  /** Returns the type: the {@code type} attribute, else the type of the kind. */
  public String type() {
    return kind == NodeKind.CUSTOM ? attributes.text("type") : kind.type();
  }

  /**
   * Returns whether an agent works here; at a fan-in with a prompt one ranks the branches, at a
   * manager that steers one says what to tell the child.
   */
  public boolean asksAgent() {
    return switch (kind) {
      case AGENT -> true;
      case FAN_IN -> !attributes.text("prompt").isBlank();
      case MANAGER_LOOP -> attributes.words("manager.actions").contains("steer");
      case START, EXIT, HUMAN, CONDITIONAL, PARALLEL, TOOL, PIPELINE, CUSTOM -> false;
    };
  }

  /** Returns the same node, doing something else. */
  public Node ofKind(NodeKind other) {
    return new Node(id, other, attributes, classes, declared, position);
  }

  /** Returns the same node with other attributes. */
  public Node withAttributes(Attributes others) {
    return new Node(id, kind, others, classes, declared, position);
  }
}
