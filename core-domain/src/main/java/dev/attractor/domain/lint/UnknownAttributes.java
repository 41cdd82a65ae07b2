package dev.attractor.domain.lint;

import dev.attractor.domain.pipeline.Attribute;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.KnownAttribute;
import dev.attractor.domain.pipeline.KnownAttribute.Place;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Attributes that nothing reads, most often misspelt ones (SEMANTICS §1). */
final class UnknownAttributes {
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

  /** The providers that come with the program, whose attributes are all known. */
  private static final Set<String> BUILT_IN =
      Set.of("anthropic", "claude", "openai", "codex", "google", "gemini", "scripted");

  private UnknownAttributes() {}

  private record Standing(Attribute attribute, Place place) {}

  static List<Diagnostic> check(Pipeline pipeline) {
    Set<Attribute> ofPlugins = ofCustomNodes(pipeline);
    return Stream.of(
            standing(pipeline.attributes(), Place.GRAPH)
                .filter(one -> !isRead(one))
                .filter(one -> !isReadFromContext(pipeline, one.attribute)),
            pipeline.nodes().stream().flatMap(node -> standing(node.attributes(), Place.NODE)),
            pipeline.edges().stream().flatMap(edge -> standing(edge.attributes(), Place.EDGE)))
        .flatMap(all -> all)
        .distinct()
        .filter(one -> !isRead(one))
        .filter(one -> !ofPlugins.contains(one.attribute))
        .map(UnknownAttributes::finding)
        .toList();
  }

  private static Stream<Standing> standing(Attributes attributes, Place place) {
    return attributes.all().stream().map(attribute -> new Standing(attribute, place));
  }

  private static boolean isRead(Standing one) {
    String name = one.attribute.name();
    return DRAWING.contains(name)
        || KnownAttribute.named(name).filter(k -> k.places().contains(one.place)).isPresent();
  }

  /** What stands on nodes that a plugin runs, or whose agent one brings: it may read all of it. */
  private static Set<Attribute> ofCustomNodes(Pipeline pipeline) {
    return pipeline.nodes().stream()
        .filter(node -> node.kind() == NodeKind.CUSTOM || hasForeignAgent(pipeline, node))
        .flatMap(node -> node.attributes().all().stream())
        .collect(Collectors.toSet());
  }

  private static boolean hasForeignAgent(Pipeline pipeline, Node node) {
    String shared = pipeline.attributes().text("llm_provider");
    String provider = node.attributes().text("llm_provider", shared).strip();
    return node.kind() == NodeKind.AGENT && !provider.isEmpty() && !BUILT_IN.contains(provider);
  }

  /**
   * The graph's attributes are in the context, where conditions, prompts and commands find them.
   */
  private static boolean isReadFromContext(Pipeline pipeline, Attribute attribute) {
    Pattern key = Pattern.compile("\\bgraph\\." + Pattern.quote(attribute.name()) + "(?![\\w.])");
    return Stream.concat(
            pipeline.edges().stream().map(Edge::conditionText),
            pipeline.nodes().stream()
                .map(Node::attributes)
                .flatMap(of -> Stream.of(of.text("prompt"), of.text("tool_command"))))
        .anyMatch(text -> key.matcher(text).find());
  }

  private static Diagnostic finding(Standing one) {
    String name = one.attribute.name();
    return Diagnostic.warning(
        "unknown_attribute",
        one.attribute.position(),
        "nothing reads the attribute %s on %s"
            .formatted(one.attribute.written(), one.place.shown()),
        OtherRunners.advice(name)
            .or(() -> elsewhere(name))
            .or(() ->
                Suggestions.closest(name, KnownAttribute.namesAt(one.place))
                    .map("did you mean %s?"::formatted))
            .orElse("remove it, unless a plugin reads it"));
  }

  private static Optional<String> elsewhere(String name) {
    return KnownAttribute.named(name)
        .map(known ->
            known.places().stream().sorted().map(Place::shown).collect(Collectors.joining(" or ")))
        .map("it is read on %s"::formatted);
  }
}
