package dev.attractor.domain.lint;

import dev.attractor.domain.pipeline.Attribute;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Attributes that mean nothing here, most often misspelt ones. */
final class UnknownAttributes {
  private static final Set<String> OURS =
      Set.of(
          "goal",
          "label",
          "shape",
          "type",
          "class",
          "prompt",
          "agent_script",
          "tool_command",
          "pipeline_file",
          "timeout",
          "idle_timeout",
          "max_retries",
          "default_max_retries",
          "retry_policy",
          "retry_target",
          "fallback_retry_target",
          "allow_partial",
          "auto_status",
          "goal_gate",
          "failure_routing",
          "llm_provider",
          "llm_model",
          "reasoning_effort",
          "max_tokens",
          "model_stylesheet",
          "fidelity",
          "default_fidelity",
          "thread_id",
          "condition",
          "weight",
          "loop_restart",
          "loop_restart_persist_keys",
          "loop_restart_signature_limit",
          "max_restarts",
          "max_node_visits",
          "max_parallel",
          "join_policy",
          "join_k",
          "join_quorum",
          "error_policy",
          "human.timeout",
          "human.default_choice");

  /** What Graphviz draws with; it means nothing to a run. */
  private static final Set<String> DRAWING =
      Set.of(
          "rankdir",
          "rank",
          "ranksep",
          "nodesep",
          "style",
          "color",
          "fillcolor",
          "fontcolor",
          "fontname",
          "fontsize",
          "penwidth",
          "margin",
          "pad",
          "width",
          "height",
          "fixedsize",
          "bgcolor",
          "splines",
          "concentrate",
          "compound",
          "constraint",
          "dir",
          "arrowhead",
          "arrowtail",
          "arrowsize",
          "headlabel",
          "taillabel",
          "lhead",
          "ltail",
          "minlen",
          "group",
          "labelloc",
          "labeljust",
          "tooltip",
          "URL",
          "href",
          "target",
          "xlabel",
          "peripheries",
          "sides",
          "size",
          "ratio",
          "dpi",
          "layout",
          "overlap",
          "ordering",
          "pos",
          "charset",
          "newrank",
          "clusterrank",
          "center",
          "comment",
          "id",
          "image",
          "labelfontsize",
          "labelfontcolor",
          "labelfontname",
          "decorate",
          "samehead",
          "sametail",
          "headport",
          "tailport",
          "nojustify",
          "orientation",
          "regular",
          "skew",
          "distortion",
          "colorscheme",
          "gradientangle",
          "stylesheet",
          "forcelabels",
          "outputorder",
          "remincross",
          "root");

  private UnknownAttributes() {}

  static List<Diagnostic> check(Pipeline pipeline) {
    return Stream.of(
            pipeline.attributes().all().stream(),
            pipeline.nodes().stream().map(Node::attributes).flatMap(a -> a.all().stream()),
            pipeline.edges().stream().map(Edge::attributes).flatMap(a -> a.all().stream()))
        .flatMap(attributes -> attributes)
        .distinct()
        .filter(attribute -> !OURS.contains(attribute.name()))
        .filter(attribute -> !DRAWING.contains(attribute.name()))
        .map(UnknownAttributes::finding)
        .toList();
  }

  private static Diagnostic finding(Attribute attribute) {
    Optional<String> meant = Suggestions.closest(attribute.name(), OURS);
    String message = "the attribute %s has no meaning here".formatted(attribute.name());
    return meant
        .map(name ->
            Diagnostic.warning(
                "unknown_attribute",
                attribute.position(),
                message,
                "did you mean %s?".formatted(name)))
        .orElseGet(() ->
            Diagnostic.remark(
                "unknown_attribute",
                attribute.position(),
                message,
                "conditions and plugins may use it; otherwise remove it"));
  }
}
