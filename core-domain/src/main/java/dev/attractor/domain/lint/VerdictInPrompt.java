package dev.attractor.domain.lint;

import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Verdicts that edges wait for, but that no agent was told of. */
final class VerdictInPrompt {
  private static final String RULE = "verdict_not_in_prompt";

  private VerdictInPrompt() {}

  static LintRule rule() {
    return LintRule.of(RULE, VerdictInPrompt::check);
  }

  private static List<Diagnostic> check(Pipeline pipeline) {
    return pipeline.edges().stream().flatMap(edge -> check(pipeline, edge)).distinct().toList();
  }

  private static Stream<Diagnostic> check(Pipeline pipeline, Edge edge) {
    Set<String> awaited = verdictsAwaited(edge);
    if (awaited.isEmpty()) {
      return Stream.empty();
    }
    List<Node> reporters = reporters(pipeline, edge.from());
    boolean allHavePrompts =
        reporters.stream()
            .allMatch(node ->
                node.kind() == NodeKind.AGENT && !node.attributes().text("prompt").isBlank());
    if (reporters.isEmpty() || !allHavePrompts) {
      return Stream.empty();
    }
    return awaited.stream()
        .filter(word -> reporters.stream().noneMatch(node -> names(node, word)))
        .map(word ->
            Diagnostic.remark(
                RULE,
                AttributeRules.positionOf(edge.attributes(), "condition", edge.position()),
                "the edge to %s waits for the verdict '%s', which the prompt of %s never names"
                    .formatted(
                        edge.to(),
                        word,
                        reporters.stream()
                            .map(node -> node.id().value())
                            .collect(Collectors.joining(", "))),
                "tell the agent when to write {\"status\": \"%s\"}".formatted(word)));
  }

  /** The words of the author's own that a condition compares the outcome with. */
  private static Set<String> verdictsAwaited(Edge edge) {
    Set<String> words = new LinkedHashSet<>();
    edge.condition().ifPresent(condition -> words.addAll(condition.literals(Condition.OUTCOME)));
    words.removeIf(word -> word.isEmpty() || Status.isStandard(word));
    return words;
  }

  /** The nodes whose outcome a node's edges see: its own, or those before it that it passes on. */
  private static List<Node> reporters(Pipeline pipeline, NodeId id) {
    Set<NodeId> seen = new LinkedHashSet<>();
    List<NodeId> open = new ArrayList<>(List.of(id));
    while (!open.isEmpty()) {
      NodeId next = open.removeLast();
      if (seen.add(next) && pipeline.node(next).kind() == NodeKind.CONDITIONAL) {
        pipeline.incoming(next).forEach(edge -> open.add(edge.from()));
      }
    }
    return seen.stream()
        .map(pipeline::node)
        .filter(node -> node.kind() != NodeKind.CONDITIONAL)
        .toList();
  }

  /** Returns whether the prompt of a stage whose outcome a node's edges see names a verdict. */
  static boolean isNamed(Pipeline pipeline, NodeId id, String word) {
    return reporters(pipeline, id).stream().anyMatch(node -> names(node, word));
  }

  private static boolean names(Node node, String word) {
    String prompt =
        node.attributes().text("prompt").toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "_");
    return Pattern.compile("(?<![a-z0-9])" + Pattern.quote(word) + "(?![a-z0-9])")
        .matcher(prompt)
        .find();
  }
}
