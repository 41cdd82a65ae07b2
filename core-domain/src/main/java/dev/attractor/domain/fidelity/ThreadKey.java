package dev.attractor.domain.fidelity;

import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names the session that stages of full fidelity share (SEMANTICS §8).
 *
 * @param text never blank
 */
public record ThreadKey(String text) {
  /**
   * Returns the key for a stage: the node's {@code thread_id}, else that of the edge it was reached
   * by, else the graph's, else the class of its subgraph, else the node before it.
   */
  public static ThreadKey resolve(Pipeline pipeline, Optional<Edge> arrival, Node node) {
    return Stream.of(
            node.attributes().text("thread_id"),
            arrival.map(edge -> edge.attributes().text("thread_id")).orElse(""),
            pipeline.attributes().text("thread_id"),
            node.classes().stream().reduce((_, last) -> last).orElse(""),
            arrival.map(edge -> edge.from().value()).orElse(""))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .map(ThreadKey::new)
        .orElseGet(() -> new ThreadKey(node.id().value()));
  }
}
