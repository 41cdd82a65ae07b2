package dev.attractor.domain.lint;

import dev.attractor.domain.outcome.EngineKeys;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.prompt.Variables;
import dev.attractor.domain.source.Diagnostic;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
    return pipeline.nodes().stream()
        .flatMap(node ->
            Variables.keysIn(node.attributes().text("prompt")).stream()
                .filter(key -> !isSet(pipeline, surroundings, node, key))
                .map(key ->
                    Diagnostic.remark(
                        RULE,
                        AttributeRules.positionOf(node.attributes(), "prompt", node.position()),
                        "the prompt of %s names ${context.%s}, which nothing can set"
                            .formatted(node.id(), key),
                        "it stays empty; have a stage before it report the key, or name another")))
        .toList();
  }

  private static boolean isSet(Pipeline pipeline, KnownNames surroundings, Node node, String key) {
    if (key.startsWith("graph.")) {
      return pipeline.attributes().has(key.substring("graph.".length()));
    }
    if (key.startsWith("run.")) {
      return OF_RUN.contains(key);
    }
    return EngineKeys.contain(key)
        || surroundings.variables().contains(key)
        || before(pipeline, node).anyMatch(ContextKeys::reports);
  }

  private static boolean reports(Node node) {
    return switch (node.kind()) {
      case AGENT, TOOL, CUSTOM, MANAGER_LOOP -> true;
      case START, EXIT, CONDITIONAL, HUMAN, PARALLEL, FAN_IN, PIPELINE -> false;
    };
  }

  /** The nodes that a run may have visited before it comes to this one. */
  private static Stream<Node> before(Pipeline pipeline, Node node) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(node.id()));
    while (!open.isEmpty()) {
      for (Edge edge : pipeline.incoming(open.remove())) {
        if (seen.add(edge.from())) {
          open.add(edge.from());
        }
      }
    }
    return seen.stream().map(pipeline::node);
  }
}
