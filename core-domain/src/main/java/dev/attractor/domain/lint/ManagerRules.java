package dev.attractor.domain.lint;

import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.condition.Guard;
import dev.attractor.domain.pipeline.Attribute;
import dev.attractor.domain.pipeline.AttributeTypes;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourcePosition;
import dev.attractor.domain.supervision.Supervision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Rules about managers and the runs they look after (SEMANTICS §7a). */
final class ManagerRules {
  private static final String CHILD = "stack.child_dotfile";
  private static final String PREFIX = "stack.child.";
  private static final Set<String> SEEN = Supervision.SEEN;

  private ManagerRules() {}

  static List<LintRule> rules() {
    return List.of(
        LintRule.of("child_dotfile_required", ManagerRules::childDotfileRequired),
        LintRule.of("manager_valid", ManagerRules::managerValid));
  }

  private static List<Diagnostic> childDotfileRequired(Pipeline pipeline) {
    return pipeline.nodesOf(NodeKind.MANAGER_LOOP).stream()
        .filter(node ->
            node.attributes().text(CHILD).isBlank() && pipeline.attributes().text(CHILD).isBlank())
        .map(node ->
            Diagnostic.error(
                "child_dotfile_required",
                node.position(),
                "the manager %s has no child to look after".formatted(node.id()),
                "add %s=\"...\", a path seen from this file's folder".formatted(CHILD)))
        .toList();
  }

  private static List<Diagnostic> managerValid(Pipeline pipeline) {
    List<Diagnostic> findings = new ArrayList<>();
    for (Node node : pipeline.nodesOf(NodeKind.MANAGER_LOOP)) {
      unknownSteps(node).ifPresent(findings::add);
      if (node.asksAgent() && node.attributes().text("prompt").isBlank()) {
        findings.add(
            wrong(
                node,
                "manager.actions",
                "the manager %s steers, but nothing says what its agent is asked"
                    .formatted(node.id()),
                "add a prompt, or take steer out of manager.actions"));
      }
      if (isFalse(node, "stack.child_autostart")) {
        findings.add(
            wrong(
                node,
                "stack.child_autostart",
                "nobody would begin the child of %s".formatted(node.id()),
                "leave stack.child_autostart out: a manager begins its child"));
      }
      isZero(node, "manager.poll_interval", interval(node))
          .or(() -> isZero(node, "manager.max_cycles", noCycles(node)))
          .ifPresent(findings::add);
      stopCondition(node).ifPresent(findings::add);
      findings.addAll(neverSeen(node));
      hasNoEffect(node).ifPresent(findings::add);
    }
    return findings;
  }

  private static Optional<Diagnostic> unknownSteps(Node node) {
    List<String> unknown =
        node.attributes().words("manager.actions").stream()
            .filter(Predicate.not(Supervision.STEPS::contains))
            .toList();
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            wrong(
                node,
                "manager.actions",
                "a manager cannot %s".formatted(String.join(", ", unknown)),
                "the actions are " + String.join(", ", new TreeSet<>(Supervision.STEPS))));
  }

  private static Optional<Attribute> interval(Node node) {
    return node.attributes()
        .find("manager.poll_interval")
        .filter(attribute -> reads(AttributeTypes.Type.DURATION, attribute))
        .filter(_ ->
            node.attributes().duration("manager.poll_interval").equals(Optional.of(Duration.ZERO)));
  }

  private static Optional<Attribute> noCycles(Node node) {
    return node.attributes()
        .find("manager.max_cycles")
        .filter(attribute -> reads(AttributeTypes.Type.COUNT, attribute))
        .filter(_ -> node.attributes().integer("manager.max_cycles", 1) == 0);
  }

  private static boolean isFalse(Node node, String flag) {
    return node.attributes()
        .find(flag)
        .filter(attribute -> reads(AttributeTypes.Type.FLAG, attribute))
        .filter(_ -> !node.attributes().flag(flag, true))
        .isPresent();
  }

  /** What cannot be read, another rule tells; what is empty counts as missing. */
  private static boolean reads(AttributeTypes.Type type, Attribute attribute) {
    return !attribute.value().isBlank() && AttributeTypes.accepts(type, attribute.value());
  }

  private static Optional<Diagnostic> isZero(
      Node node, String name, Optional<Attribute> attribute) {
    return attribute.map(_ ->
        wrong(
            node,
            name,
            "%s is 0: the manager %s would never look at its child".formatted(name, node.id()),
            "leave it out, or write how long, or how often"));
  }

  private static Optional<Diagnostic> stopCondition(Node node) {
    return Guard.of(node.attributes().text("manager.stop_condition"))
            instanceof Guard.Unreadable(String problem, String pointed)
        ? Optional.of(
            Diagnostic.error(
                "condition_syntax",
                positionOf(node, "manager.stop_condition"),
                "manager.stop_condition cannot be read: %s\n%s".formatted(problem, pointed),
                "write it as on an edge, for example stack.child.failures > 3"))
        : Optional.empty();
  }

  /** A slip in such a name would let the child go on for ever. */
  private static List<Diagnostic> neverSeen(Node node) {
    if (!(Guard.of(node.attributes().text("manager.stop_condition"))
        instanceof Guard.When(Condition condition))) {
      return List.of();
    }
    return condition.keys().stream()
        .filter(key -> key.startsWith(PREFIX) ? !SEEN.contains(key) : SEEN.contains(PREFIX + key))
        .sorted()
        .map(key ->
            wrong(
                node,
                "manager.stop_condition",
                "the manager %s sees no %s".formatted(node.id(), key),
                "of a child it sees " + String.join(", ", new TreeSet<>(SEEN))))
        .toList();
  }

  private static Optional<Diagnostic> hasNoEffect(Node node) {
    return node.attributes()
        .find("timeout")
        .filter(_ -> !node.asksAgent()) // whose agent it bounds
        .map(timeout ->
            Diagnostic.warning(
                "manager_valid",
                timeout.position(),
                "timeout has no effect on the manager " + node.id(),
                "bound it by manager.max_cycles, or by manager.stop_condition with"
                    + " stack.child.minutes"));
  }

  private static Diagnostic wrong(Node node, String attribute, String message, String hint) {
    return Diagnostic.error("manager_valid", positionOf(node, attribute), message, hint);
  }

  private static SourcePosition positionOf(Node node, String attribute) {
    return AttributeRules.positionOf(node.attributes(), attribute, node.position());
  }
}
