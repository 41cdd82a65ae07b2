package dev.attractor.domain.compile;

import dev.attractor.domain.pipeline.Attribute;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Values of the form {@code @path} that stand for the content of a file (SEMANTICS §8). */
public final class FileReferences {
  private static final Set<String> ATTRIBUTES = Set.of("prompt", "agent_script");

  /** On a manager, else on the graph: the pipeline of its child (SEMANTICS §7a). */
  private static final String CHILD = "stack.child_dotfile";

  private FileReferences() {}

  /** A pipeline in which file contents stand for references, and what could not be found. */
  record Expanded(Pipeline pipeline, List<Diagnostic> missing) {}

  /** Returns the paths that a pipeline refers to, as written. */
  public static Set<String> in(Pipeline pipeline) {
    Set<String> paths = new LinkedHashSet<>();
    for (Node node : pipeline.nodes()) {
      node.attributes().all().forEach(attribute -> path(attribute).ifPresent(paths::add));
    }
    return paths;
  }

  /** Returns the paths of the pipelines that stages run, as written. */
  public static Set<String> partsOf(Pipeline pipeline) {
    Set<String> paths = new LinkedHashSet<>();
    for (Node node : pipeline.nodes()) {
      partOf(pipeline, node).ifPresent(attribute -> paths.add(attribute.value()));
    }
    return paths;
  }

  /** The attribute that names the pipeline a stage has run; empty when there is none. */
  static Optional<Attribute> partOf(Pipeline pipeline, Node node) {
    return switch (node.kind()) {
      case PIPELINE -> path(node.attributes(), "pipeline_file");
      case MANAGER_LOOP ->
          path(node.attributes(), CHILD).or(() -> path(pipeline.attributes(), CHILD));
      case START, EXIT, AGENT, HUMAN, CONDITIONAL, PARALLEL, FAN_IN, TOOL, CUSTOM ->
          Optional.empty();
    };
  }

  private static Optional<Attribute> path(Attributes attributes, String name) {
    return attributes.find(name).filter(path -> !path.value().isBlank());
  }

  static Diagnostic missing(Attribute attribute) {
    return Diagnostic.error(
        "file_reference",
        attribute.position(),
        "%s refers to the file %s, which cannot be read"
            .formatted(attribute.written(), path(attribute).orElse(attribute.value())),
        "paths are seen from the folder of the pipeline file; a pipeline cannot run itself");
  }

  static Expanded expand(Pipeline pipeline, Map<String, String> files) {
    List<Diagnostic> missing = new ArrayList<>();
    List<Node> nodes =
        pipeline.nodes().stream()
            .map(node -> node.withAttributes(expand(node.attributes(), files, missing)))
            .toList();
    return new Expanded(pipeline.withNodes(nodes), missing.stream().distinct().toList());
  }

  private static Attributes expand(
      Attributes attributes, Map<String, String> files, List<Diagnostic> missing) {
    return attributes.map(attribute -> {
      Optional<String> path = path(attribute);
      Optional<String> content = path.map(files::get);
      if (path.isPresent() && content.isEmpty()) {
        missing.add(missing(attribute));
      }
      return attribute.withValue(content.orElse(attribute.value()));
    });
  }

  private static Optional<String> path(Attribute attribute) {
    String value = attribute.value().strip();
    boolean refers =
        ATTRIBUTES.contains(attribute.name())
            && value.length() > 1
            && value.startsWith("@")
            && value.lines().count() == 1;
    return refers ? Optional.of(value.substring(1)) : Optional.empty();
  }
}
