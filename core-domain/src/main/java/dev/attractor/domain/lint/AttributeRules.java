package dev.attractor.domain.lint;

import dev.attractor.domain.condition.Guard;
import dev.attractor.domain.fidelity.Fidelity;
import dev.attractor.domain.pipeline.Attribute;
import dev.attractor.domain.pipeline.AttributeTypes;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.retry.RetryPolicy;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourcePosition;
import dev.attractor.domain.style.Stylesheet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules about the values of attributes. */
final class AttributeRules {
  private static final Set<String> TAKEN_AS_WRITTEN =
      Set.of("tool_command", "pipeline_file", "goal", "label");

  /** A path that ends like the name of a file; {@code @alice} in a label is none. */
  private static final Pattern FILE = Pattern.compile("@[\\w./-]*[\\w-]\\.[A-Za-z0-9]{1,8}");

  private AttributeRules() {}

  static List<LintRule> rules() {
    return List.of(
        LintRule.of("attribute_syntax", pipeline -> malformed(pipeline, "attribute_syntax")),
        LintRule.of("duration_syntax", pipeline -> malformed(pipeline, "duration_syntax")),
        LintRule.of("condition_syntax", AttributeRules::conditionSyntax),
        LintRule.of("stylesheet_syntax", AttributeRules::stylesheetSyntax),
        LintRule.of("fidelity_valid", AttributeRules::fidelityValid),
        LintRule.of("retry_target_exists", AttributeRules::retryTargetExists),
        LintRule.of("retry_policy_known", AttributeRules::retryPolicyKnown),
        LintRule.of("alias_and_name", AttributeRules::aliasAndName),
        LintRule.of("file_not_read_here", AttributeRules::fileNotReadHere),
        LintRule.of("unknown_attribute", UnknownAttributes::check));
  }

  static SourcePosition positionOf(Attributes attributes, String name, SourcePosition otherwise) {
    return attributes.find(name).map(Attribute::position).orElse(otherwise);
  }

  /** Whether a flag is set, on a node whose attributes may still be malformed. */
  static boolean isTrue(Node node, String flag) {
    return AttributeTypes.accepts(AttributeTypes.Type.FLAG, node.attributes().text(flag))
        && node.attributes().flag(flag, false);
  }

  private static Stream<Attributes> all(Pipeline pipeline) {
    return Stream.of(
            Stream.of(pipeline.attributes()),
            pipeline.nodes().stream().map(Node::attributes),
            pipeline.edges().stream().map(Edge::attributes))
        .flatMap(attributes -> attributes);
  }

  private static List<Diagnostic> malformed(Pipeline pipeline, String rule) {
    return all(pipeline)
        .flatMap(attributes -> attributes.all().stream())
        .distinct()
        .flatMap(attribute -> malformed(attribute).stream())
        .filter(diagnostic -> diagnostic.rule().equals(rule))
        .toList();
  }

  private static List<Diagnostic> aliasAndName(Pipeline pipeline) {
    Stream<Diagnostic> attributes =
        all(pipeline)
            .flatMap(of -> of.outdone().stream())
            .map(alias -> aliasHasNoEffect(alias.alias(), alias.name(), alias.position()));
    Stream<Diagnostic> properties =
        pipeline.attributes().find(Stylesheet.ATTRIBUTE).stream()
            .flatMap(sheet ->
                Stylesheet.aliasesBesideNames(sheet.value()).entrySet().stream()
                    .map(e -> aliasHasNoEffect(e.getKey(), e.getValue(), sheet.position())));
    return Stream.concat(attributes, properties).distinct().toList();
  }

  private static Diagnostic aliasHasNoEffect(String alias, String name, SourcePosition position) {
    return Diagnostic.warning(
        "alias_and_name",
        position,
        "%s is another name of %s, which stands here, too; it has no effect".formatted(alias, name),
        "keep %s and remove %s".formatted(name, alias));
  }

  private static List<Diagnostic> stylesheetSyntax(Pipeline pipeline) {
    Optional<Attribute> sheet = pipeline.attributes().find(Stylesheet.ATTRIBUTE);
    if (sheet.isEmpty()) {
      return List.of();
    }
    try {
      Stylesheet.parse(sheet.get().value());
      return List.of();
    } catch (IllegalArgumentException e) {
      return List.of(
          Diagnostic.error(
              "stylesheet_syntax",
              sheet.get().position(),
              "the model stylesheet cannot be read: " + e.getMessage(),
              "write rules such as: * { llm_model: m; } .class { llm_provider: p; } #id { … }"));
    }
  }

  private static List<Diagnostic> fidelityValid(Pipeline pipeline) {
    return all(pipeline)
        .flatMap(attributes ->
            Stream.of("fidelity", "default_fidelity")
                .flatMap(name -> attributes.find(name).stream()))
        .distinct()
        .filter(attribute -> Fidelity.of(attribute.value()).isEmpty())
        .map(attribute ->
            Diagnostic.warning(
                "fidelity_valid",
                attribute.position(),
                "no fidelity mode is called '%s'; it has no effect".formatted(attribute.value()),
                "use full, truncate, compact, summary:low, summary:medium or summary:high"))
        .toList();
  }

  private static Optional<Diagnostic> malformed(Attribute attribute) {
    return AttributeTypes.of(attribute.name())
        .filter(type -> !AttributeTypes.accepts(type, attribute.value()))
        .map(type ->
            Diagnostic.error(
                type == AttributeTypes.Type.DURATION ? "duration_syntax" : "attribute_syntax",
                attribute.position(),
                "%s=\"%s\" cannot be read".formatted(attribute.written(), attribute.value()),
                "write " + type.expectation()));
  }

  /** A value such as {@code @build.sh} where the file is not read, but the text taken as it is. */
  private static List<Diagnostic> fileNotReadHere(Pipeline pipeline) {
    return all(pipeline)
        .flatMap(attributes -> attributes.all().stream())
        .distinct()
        .filter(attribute -> TAKEN_AS_WRITTEN.contains(attribute.name()))
        .filter(attribute -> FILE.matcher(attribute.value().strip()).matches())
        .map(attribute ->
            Diagnostic.warning(
                "file_not_read_here",
                attribute.position(),
                "%s=\"%s\" does not read the file: only prompt and agent_script do"
                    .formatted(attribute.written(), attribute.value()),
                attribute.name().equals("tool_command")
                    ? "write a command that runs it, for example sh " + file(attribute)
                    : attribute.name().equals("pipeline_file")
                        ? "write the path alone: " + file(attribute)
                        : "write the text itself"))
        .toList();
  }

  private static String file(Attribute attribute) {
    return attribute.value().strip().substring(1);
  }

  private static List<Diagnostic> conditionSyntax(Pipeline pipeline) {
    return pipeline.edges().stream().flatMap(edge -> brokenCondition(edge).stream()).toList();
  }

  private static Optional<Diagnostic> brokenCondition(Edge edge) {
    return switch (edge.guard()) {
      case Guard.Always _, Guard.When _ -> Optional.empty();
      case Guard.Unreadable(String problem, String pointed) ->
          Optional.of(
              Diagnostic.error(
                  "condition_syntax",
                  positionOf(edge.attributes(), "condition", edge.position()),
                  "the condition cannot be read: " + problem,
                  "here:\n"
                      + pointed.indent(4).stripTrailing()
                      + "\n  write tests such as outcome=success or context.tests!=passed, joined by"
                      + " && and ||"));
    };
  }

  private static List<Diagnostic> retryTargetExists(Pipeline pipeline) {
    return all(pipeline)
        .flatMap(attributes ->
            Stream.of("retry_target", "fallback_retry_target")
                .flatMap(name -> attributes.find(name).stream()))
        .distinct()
        .filter(attribute -> !attribute.value().isBlank())
        .filter(attribute -> pipeline.named(attribute.value()).isEmpty())
        .map(attribute ->
            Diagnostic.warning(
                "retry_target_exists",
                attribute.position(),
                "%s names %s, which is no node".formatted(attribute.name(), attribute.value()),
                "name an existing node; as it stands the attribute has no effect"))
        .toList();
  }

  private static List<Diagnostic> retryPolicyKnown(Pipeline pipeline) {
    return all(pipeline)
        .flatMap(attributes -> attributes.find("retry_policy").stream())
        .distinct()
        .filter(attribute -> !RetryPolicy.isPreset(attribute.value()))
        .map(attribute ->
            Diagnostic.error(
                "retry_policy_known",
                attribute.position(),
                "no retry policy is called '%s'".formatted(attribute.value()),
                "use none, standard, aggressive, linear or patient"))
        .toList();
  }
}
