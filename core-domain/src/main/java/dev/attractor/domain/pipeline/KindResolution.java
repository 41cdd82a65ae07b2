package dev.attractor.domain.pipeline;

import java.util.Collection;
import java.util.Set;

/**
 * Says what kind a node is (SEMANTICS §2). That also depends on the other nodes: an id such as
 * {@code exit} counts only where no node has the shape of an exit.
 *
 * @param shapedStart whether a node has the shape of a start
 * @param shapedExit whether a node has the shape of an exit
 */
public record KindResolution(boolean shapedStart, boolean shapedExit) {
  /** Makes the resolution for nodes with these attributes. */
  public static KindResolution among(Collection<Attributes> nodes) {
    return new KindResolution(
        nodes.stream().anyMatch(node -> byShape(node) == NodeKind.START),
        nodes.stream().anyMatch(node -> byShape(node) == NodeKind.EXIT));
  }

  /** Returns the kind of a node. */
  public NodeKind of(NodeId id, Attributes attributes) {
    String type = attributes.text("type").strip();
    if (!type.isEmpty()) {
      return NodeKind.ofType(type).orElse(NodeKind.CUSTOM);
    }
    if (!shapedStart && Set.of("start", "Start").contains(id.value())) {
      return NodeKind.START;
    }
    if (!shapedExit && Set.of("exit", "end", "Exit", "End", "done").contains(id.value())) {
      return NodeKind.EXIT;
    }
    return byShape(attributes);
  }

  private static NodeKind byShape(Attributes attributes) {
    return NodeKind.ofShape(attributes.text("shape").strip());
  }
}
