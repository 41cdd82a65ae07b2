package dev.attractor.domain.lint;

import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.routing.RetryTarget;
import dev.attractor.domain.source.Diagnostic;
import java.util.List;

/** Rules about what single stages need. */
final class StageRules {
  private StageRules() {}

  static List<LintRule> rules() {
    return List.of(
        StageRules::toolCommandRequired,
        StageRules::promptOnAgentNodes,
        StageRules::goalGateHasRetry);
  }

  private static List<Diagnostic> toolCommandRequired(Pipeline pipeline) {
    return pipeline.nodesOf(NodeKind.TOOL).stream()
        .filter(node -> node.attributes().text("tool_command").isBlank())
        .map(node ->
            Diagnostic.error(
                "tool_command_required",
                node.position(),
                "the tool stage %s has no command".formatted(node.id()),
                "add tool_command=\"...\", a shell command"))
        .toList();
  }

  private static List<Diagnostic> promptOnAgentNodes(Pipeline pipeline) {
    return pipeline.nodesOf(NodeKind.AGENT).stream()
        .filter(Node::declared)
        .filter(node -> node.attributes().text("prompt").isBlank())
        .filter(node -> !node.attributes().has("label"))
        .map(node ->
            Diagnostic.warning(
                "prompt_on_llm_nodes",
                node.position(),
                "the agent stage %s has neither a prompt nor a label".formatted(node.id()),
                "add prompt=\"...\" to say what it has to do"))
        .toList();
  }

  private static List<Diagnostic> goalGateHasRetry(Pipeline pipeline) {
    return pipeline.nodes().stream()
        .filter(node -> AttributeRules.isTrue(node, "goal_gate"))
        .filter(node -> RetryTarget.chain(pipeline, node).isEmpty())
        .map(node ->
            Diagnostic.warning(
                "goal_gate_has_retry",
                node.position(),
                "the goal gate %s has no retry_target".formatted(node.id()),
                "name a retry_target on the node or the graph; without one the run fails when the"
                    + " gate is not satisfied"))
        .toList();
  }
}
