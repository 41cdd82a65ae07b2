package dev.attractor.domain.lint;

import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Who writes a tool hook believes that something is guarded or logged. Told is where nothing is:
 * the agent of the stage does not run it, or no agent works there.
 */
final class ToolHookRule {
  private static final String ID = "tool_hooks_honoured";
  private static final List<String> HOOKS = List.of("tool_hooks.pre", "tool_hooks.post");

  private ToolHookRule() {}

  static LintRule rule() {
    return LintRule.withKnownNames(ID, ToolHookRule::check);
  }

  private static List<Diagnostic> check(Pipeline pipeline, KnownNames surroundings) {
    List<Diagnostic> findings = new ArrayList<>();
    for (String hook : HOOKS) {
      for (Node node : pipeline.nodes()) {
        String own = node.attributes().text(hook);
        if (node.asksAgent()) {
          if (!node.attributes().text(hook, pipeline.attributes().text(hook)).isBlank()) {
            ofAgent(hook, node, pipeline.attributes(), surroundings, findings);
          }
        } else if (!own.isBlank()) {
          findings.add(
              Diagnostic.warning(
                  ID,
                  positionOf(hook, node, pipeline.attributes()),
                  "%s stands on %s, where no agent works".formatted(hook, node.id()),
                  "put it on the stages of agents, or on the graph for all of them"));
        }
      }
    }
    return findings;
  }

  private static void ofAgent(
      String hook,
      Node node,
      Attributes graph,
      KnownNames surroundings,
      List<Diagnostic> findings) {
    if (surroundings.providers().isEmpty()) {
      return; // nobody knows what there is
    }
    String provider = node.attributes().text("llm_provider", graph.text("llm_provider")).strip();
    Set<String> able = surroundings.toolHooks();
    if (!able.contains(provider)) {
      findings.add(
          Diagnostic.warning(
              ID,
              positionOf(hook, node, graph),
              provider.isEmpty()
                  ? "%s counts only with some agents, and %s names none".formatted(hook, node.id())
                  : "%s has no effect on %s: NOTHING IS GUARDED OR LOGGED by it, since %s runs no hooks"
                      .formatted(hook, node.id(), provider),
              able.isEmpty()
                  ? "no agent here runs hooks; check the result in a tool stage"
                  : "write llm_provider=%s, or check the result in a tool stage"
                      .formatted(able.stream().sorted().findFirst().orElseThrow())));
    }
  }

  private static SourcePosition positionOf(String hook, Node node, Attributes graph) {
    return AttributeRules.positionOf(
        node.attributes(), hook, AttributeRules.positionOf(graph, hook, node.position()));
  }
}
