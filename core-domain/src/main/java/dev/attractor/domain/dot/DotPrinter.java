package dev.attractor.domain.dot;

import dev.attractor.domain.pipeline.Attribute;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints a pipeline as DOT: defaults resolved, subgraphs flattened, classes named, comments gone.
 * Reading what it printed gives the same nodes, edges and attributes.
 */
public final class DotPrinter {
  private DotPrinter() {}

  /** Returns the text. */
  public static String print(Pipeline pipeline) {
    StringBuilder out = new StringBuilder();
    out.append("digraph ").append(quoted(pipeline.name())).append(" {\n");
    if (!pipeline.attributes().all().isEmpty()) {
      out.append("    graph").append(list(pipeline.attributes().all())).append('\n');
    }
    pipeline.nodes().stream()
        .filter(Node::declared)
        .forEach(
            node -> out.append("    ").append(id(node.id())).append(list(of(node))).append('\n'));
    for (Edge edge : pipeline.edges()) {
      out.append("    ").append(id(edge.from())).append(" -> ").append(id(edge.to()));
      out.append(list(edge.attributes().all())).append('\n');
    }
    return out.append("}\n").toString();
  }

  private static Collection<Attribute> of(Node node) {
    if (node.classes().isEmpty()) {
      return node.attributes().all();
    }
    Attribute classes = new Attribute("class", String.join(" ", node.classes()), node.position());
    return node.attributes().overriddenBy(Attributes.of(List.of(classes))).all();
  }

  private static String list(Collection<Attribute> attributes) {
    return attributes.isEmpty()
        ? ""
        : attributes.stream()
            .flatMap(a -> Stream.of(name(a.name()) + "=" + quoted(a.value())))
            .collect(Collectors.joining(", ", " [", "]"));
  }

  private static String id(NodeId id) {
    return Token.isReserved(id.value()) ? quoted(id.value()) : id.value();
  }

  private static String name(String name) {
    boolean plain = name.matches("[A-Za-z_][A-Za-z0-9_.]*") && !Token.isReserved(name);
    return plain ? name : quoted(name);
  }

  /** Returns a text as a quoted string that reads as the same text. */
  static String quoted(String text) {
    return "\""
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t")
        + "\"";
  }
}
