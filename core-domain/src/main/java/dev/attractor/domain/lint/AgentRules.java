package dev.attractor.domain.lint;

import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.parallel.ForEach;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.prompt.Variables;
import dev.attractor.domain.source.Diagnostic;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules about agents: their prompts, providers and models. */
final class AgentRules {
  private static final Pattern VERDICT =
      Pattern.compile("(?:\\boutcome=|\"(?:status|outcome)\"\\s*:\\s*\")([A-Za-z][A-Za-z0-9_-]*)");
  private static final Pattern OWN_CONTRACT =
      Pattern.compile("status\\.json|STATUS_PATH", Pattern.CASE_INSENSITIVE);

  /** Names that stand for something in the branches of a fan-out over a list. */
  private static final Set<String> OF_ITEMS = Set.of("item", "index");

  private AgentRules() {}

  static List<LintRule> rules() {
    return List.of(
        LintRule.of("prompt_on_llm_nodes", AgentRules::promptOnAgentNodes),
        LintRule.of("status_contract_in_prompt", AgentRules::statusContract),
        LintRule.of("custom_verdict_not_routed", AgentRules::verdictNotRouted),
        VerdictInPrompt.rule(),
        LintRule.withKnownNames("unknown_variable", AgentRules::unknownVariable),
        ContextKeys.rule(),
        LintRule.withKnownNames("provider_unknown", AgentRules::providerUnknown),
        LintRule.withKnownNames("model_unknown", AgentRules::modelUnknown),
        ToolHookRule.rule());
  }

  private static Stream<Node> agents(Pipeline pipeline) {
    return pipeline.nodesOf(NodeKind.AGENT).stream();
  }

  private static List<Diagnostic> promptOnAgentNodes(Pipeline pipeline) {
    return agents(pipeline)
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

  private static List<Diagnostic> statusContract(Pipeline pipeline) {
    return agents(pipeline)
        .filter(node -> OWN_CONTRACT.matcher(node.attributes().text("prompt")).find())
        .map(node ->
            Diagnostic.remark(
                "status_contract_in_prompt",
                AttributeRules.positionOf(node.attributes(), "prompt", node.position()),
                "the prompt of %s tells where the status file goes; every prompt opens with that"
                    .formatted(node.id()),
                "leave it out, so that the two cannot contradict each other"))
        .toList();
  }

  private static List<Diagnostic> verdictNotRouted(Pipeline pipeline) {
    List<Diagnostic> findings = new ArrayList<>();
    agents(pipeline)
        .forEach(node -> {
          Set<String> routed = wordsRouted(pipeline, node);
          Set<String> asked = new LinkedHashSet<>();
          VERDICT
              .matcher(node.attributes().text("prompt"))
              .results()
              .map(match -> Status.canonicalWord(match.group(1)))
              .filter(word -> !Status.isStandard(word) && !routed.contains(word))
              .forEach(asked::add);
          for (String word : asked) {
            findings.add(
                Diagnostic.warning(
                    "custom_verdict_not_routed",
                    AttributeRules.positionOf(node.attributes(), "prompt", node.position()),
                    "the prompt of %s asks for the verdict '%s', which no edge looks for"
                        .formatted(node.id(), word),
                    "add an edge with condition=\"outcome=%s\"; otherwise it counts as success"
                        .formatted(word)));
          }
        });
    return findings;
  }

  private static Set<String> wordsRouted(Pipeline pipeline, Node node) {
    return pipeline.edgesDecidedBy(node.id()).stream()
        .flatMap(edge -> edge.condition().stream())
        .flatMap(condition -> condition.literals(Condition.OUTCOME).stream())
        .collect(Collectors.toSet());
  }

  private static List<Diagnostic> unknownVariable(Pipeline pipeline, KnownNames surroundings) {
    return agents(pipeline)
        .flatMap(node ->
            Variables.namesIn(node.attributes().text("prompt")).stream()
                .filter(name -> !name.equals("goal"))
                .filter(name -> !surroundings.variables().contains(name))
                .filter(name -> !(worksOnLists(pipeline) && OF_ITEMS.contains(name)))
                .map(name ->
                    Diagnostic.warning(
                        "unknown_variable",
                        AttributeRules.positionOf(node.attributes(), "prompt", node.position()),
                        "the prompt of %s names $%s, which has no value and stays as written"
                            .formatted(node.id(), name),
                        "give it one with --set %s=..., or write $$%s for a plain dollar"
                            .formatted(name, name))))
        .toList();
  }

  private static List<Diagnostic> providerUnknown(Pipeline pipeline, KnownNames surroundings) {
    return surroundings
        .providers()
        .map(known ->
            named(pipeline, "llm_provider")
                .filter(use -> !known.contains(use.value))
                .map(use ->
                    Diagnostic.error(
                        "provider_unknown",
                        AttributeRules.positionOf(
                            use.node.attributes(), "llm_provider", use.node.position()),
                        "%s wants the agent provider '%s', which is not here"
                            .formatted(use.node.id(), use.value),
                        Suggestions.closest(use.value, known)
                                .map("did you mean %s? "::formatted)
                                .orElse("")
                            + "the providers here are "
                            + String.join(", ", known.stream().sorted().toList())))
                .toList())
        .orElse(List.of());
  }

  private static List<Diagnostic> modelUnknown(Pipeline pipeline, KnownNames surroundings) {
    return surroundings
        .models()
        .map(known ->
            named(pipeline, "llm_model")
                .filter(use -> !known.contains(use.value))
                .map(use ->
                    Diagnostic.warning(
                        "model_unknown",
                        AttributeRules.positionOf(
                            use.node.attributes(), "llm_model", use.node.position()),
                        "the model '%s' of %s is not in the catalog"
                            .formatted(use.value, use.node.id()),
                        Suggestions.closest(use.value, known)
                            .map(name -> "did you mean %s?".formatted(name))
                            .orElse("check its name, or bring the catalog up to date")))
                .toList())
        .orElse(List.of());
  }

  private static boolean worksOnLists(Pipeline pipeline) {
    return pipeline.nodesOf(NodeKind.PARALLEL).stream()
        .anyMatch(node -> node.attributes().has(ForEach.ATTRIBUTE));
  }

  private record Use(Node node, String value) {}

  private static Stream<Use> named(Pipeline pipeline, String attribute) {
    Attributes graph = pipeline.attributes();
    return agents(pipeline)
        .flatMap(node ->
            Optional.of(node.attributes().text(attribute, graph.text(attribute)).strip())
                .filter(value -> !value.isEmpty())
                .map(value -> new Use(node, value))
                .stream());
  }
}
