package dev.attractor.domain.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a node does (SEMANTICS §2). */
public enum NodeKind {
  START("start"),
  EXIT("exit"),
  AGENT("agent"),
  HUMAN("wait.human"),
  CONDITIONAL("conditional"),
  PARALLEL("parallel"),
  FAN_IN("parallel.fan_in"),
  TOOL("tool"),
  MANAGER_LOOP("stack.manager_loop"),
  /** Runs another pipeline in the same worktree, with a context of its own. */
  PIPELINE("pipeline"),
  /** A type that none of the built-in kinds has; a plugin may know it. */
  CUSTOM("");

  private final String type;

  NodeKind(String type) {
    this.type = type;
  }

  /** Returns the {@code type} that names this kind; empty for {@link #CUSTOM}. */
  public String type() {
    return type;
  }

  /** Returns whether a visit of such a node has one attempt, whatever happens (SEMANTICS §5). */
  public boolean runsOncePerVisit() {
    return switch (this) {
      case START, EXIT, CONDITIONAL, PARALLEL, FAN_IN -> true;
      case AGENT, HUMAN, TOOL, MANAGER_LOOP, PIPELINE, CUSTOM -> false;
    };
  }

  /** Returns whether a stage of this kind has another pipeline run. */
  public boolean runsPipeline() {
    return switch (this) {
      case MANAGER_LOOP, PIPELINE -> true;
      case START, EXIT, AGENT, HUMAN, CONDITIONAL, PARALLEL, FAN_IN, TOOL, CUSTOM -> false;
    };
  }

  /** Returns the types of all built-in kinds. */
  public static List<String> typeNames() {
    return Arrays.stream(values()).filter(k -> k != CUSTOM).map(NodeKind::type).toList();
  }

  /**
   * Returns the kind that a {@code type} attribute names. {@code codergen} is an agent, and so are
   * {@code stack.observe} and {@code stack.steer} of the reference pipelines.
   */
  public static Optional<NodeKind> ofType(String type) {
    if (Set.of("codergen", "stack.observe", "stack.steer").contains(type)) {
      return Optional.of(AGENT);
    }
    return Arrays.stream(values()).filter(k -> k != CUSTOM && k.type.equals(type)).findFirst();
  }

  /** Returns the kind that a shape stands for; every shape without a meaning is an agent. */
  public static NodeKind ofShape(String shape) {
    return switch (shape) {
      case "Mdiamond", "circle" -> START;
      case "Msquare", "doublecircle" -> EXIT;
      case "hexagon" -> HUMAN;
      case "diamond" -> CONDITIONAL;
      case "component" -> PARALLEL;
      case "tripleoctagon" -> FAN_IN;
      case "parallelogram" -> TOOL;
      case "house" -> MANAGER_LOOP;
      default -> AGENT;
    };
  }
}
