package dev.attractor.domain.lint;

import dev.attractor.domain.outcome.EngineKeys;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.prompt.Variables;
import dev.attractor.domain.source.Diagnostic;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keys of the context that prompts ask for although nothing can set them (SEMANTICS §8). */
final class ContextKeys {
  private static final String RULE = "context_key_never_set";

  private static final Set<String> OF_RUN =
      Set.of("run.id", "run.base_sha", "run.cost_usd", "run.tokens", "run.minutes");

  private ContextKeys() {}

  static LintRule rule() {
    return LintRule.withKnownNames(RULE, ContextKeys::check);
  }

  private static List<Diagnostic> check(Pipeline pipeline, KnownNames surroundings) {
    Set<NodeId> informed = afterReports(pipeline);
    return pipeline.nodes().stream()
        .flatMap(node ->
            Variables.keysIn(node.attributes().text("prompt")).stream()
                .filter(key ->
                    !isSet(pipeline, surroundings, key) && !mayBeReported(informed, node, key))
                .map(key ->
                    Diagnostic.remark(
                        RULE,
                        AttributeRules.positionOf(node.attributes(), "prompt", node.position()),
                        "the prompt of %s names ${context.%s}, which nothing can set"
                            .formatted(node.id(), key),
                        "it stays empty; have a stage before it report the key, or name another")))
        .toList();
  }

  private static boolean mayBeReported(Set<NodeId> informed, Node node, String key) {
    return informed.contains(node.id()) && !key.startsWith("graph.") && !key.startsWith("run.");
  }

  private static boolean isSet(Pipeline pipeline, KnownNames surroundings, String key) {
    if (key.startsWith("graph.")) {
      return pipeline.attributes().has(key.substring("graph.".length()));
    }
    if (key.startsWith("run.")) {
      return OF_RUN.contains(key);
    }
    return EngineKeys.contain(key) || surroundings.variables().contains(key);
  }

  private static boolean reports(Node node) {
    return switch (node.kind()) {
      case AGENT, TOOL, CUSTOM, MANAGER_LOOP -> true;
      case START, EXIT, CONDITIONAL, HUMAN, PARALLEL, FAN_IN, PIPELINE -> false;
    };
  }

  /** The nodes that a run may come to after a stage that can report keys. */
  private static Set<NodeId> afterReports(Pipeline pipeline) {
    Set<NodeId> after = new HashSet<>();
    Deque<NodeId> open = new ArrayDeque<>();
    pipeline.nodes().stream().filter(ContextKeys::reports).map(Node::id).forEach(open::add);
    while (!open.isEmpty()) {
      for (Edge edge : pipeline.outgoing(open.remove())) {
        if (after.add(edge.to())) {
          open.add(edge.to());
        }
      }
    }
    return after;
  }
}
