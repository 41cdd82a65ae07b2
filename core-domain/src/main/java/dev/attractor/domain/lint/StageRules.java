package dev.attractor.domain.lint;

import dev.attractor.domain.human.HumanGate;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.routing.RetryTarget;
import dev.attractor.domain.source.Diagnostic;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules about what single stages need. */
final class StageRules {
  private StageRules() {}

  static List<LintRule> rules() {
    return List.of(
        LintRule.of("tool_command_required", StageRules::toolCommandRequired),
        LintRule.of("pipeline_file_required", StageRules::pipelineFileRequired),
        LintRule.of("goal_gate_has_retry", StageRules::goalGateHasRetry),
        LintRule.of("default_choice_known", StageRules::defaultChoiceKnown),
        LintRule.of("choice_keys_differ", StageRules::choiceKeysDiffer));
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

  private static List<Diagnostic> pipelineFileRequired(Pipeline pipeline) {
    return pipeline.nodesOf(NodeKind.PIPELINE).stream()
        .filter(node -> node.attributes().text("pipeline_file").isBlank())
        .map(node ->
            Diagnostic.error(
                "pipeline_file_required",
                node.position(),
                "the stage %s runs a pipeline but names none".formatted(node.id()),
                "add pipeline_file=\"...\", a path seen from this file's folder"))
        .toList();
  }

  private static List<Diagnostic> goalGateHasRetry(Pipeline pipeline) {
    return goalGates(pipeline)
        .filter(node -> RetryTarget.chain(pipeline, node).isEmpty())
        .map(node ->
            Diagnostic.warning(
                "goal_gate_has_retry",
                node.position(),
                "the goal gate %s has no retry_target".formatted(node.id()),
                "name one on the node or the graph; without it the run fails when the gate is not"
                    + " satisfied"))
        .toList();
  }

  private static List<Diagnostic> defaultChoiceKnown(Pipeline pipeline) {
    return humanGates(pipeline)
        .filter(gate -> !gate.defaultText().isEmpty() && gate.defaultChoice().isEmpty())
        .map(gate ->
            Diagnostic.error(
                "default_choice_known",
                gate.node().position(),
                "human.default_choice=%s of %s names no choice"
                    .formatted(gate.defaultText(), gate.node().id()),
                gate.choices().stream()
                    .map(choice -> "%s (%s)".formatted(choice.key(), choice.label()))
                    .collect(Collectors.joining(", ", "name one by its key or label: ", ""))))
        .toList();
  }

  private static List<Diagnostic> choiceKeysDiffer(Pipeline pipeline) {
    return humanGates(pipeline)
        .flatMap(gate ->
            gate.contestedKeys().stream()
                .sorted()
                .map(key ->
                    Diagnostic.warning(
                        "choice_keys_differ",
                        gate.node().position(),
                        "two choices of %s have the key %s".formatted(gate.node().id(), key),
                        "only the first has it; give the other a key of its own")))
        .toList();
  }

  private static Stream<HumanGate> humanGates(Pipeline pipeline) {
    return pipeline.nodesOf(NodeKind.HUMAN).stream().map(node -> HumanGate.of(pipeline, node));
  }

  private static Stream<Node> goalGates(Pipeline pipeline) {
    return pipeline.nodes().stream().filter(node -> AttributeRules.isTrue(node, "goal_gate"));
  }
}
