package dev.attractor.domain.routing;

import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A node to jump to after a failure, and the attribute that names it (SEMANTICS §6).
 *
 * @param nodeId an existing node
 * @param source where it was named
 */
public record RetryTarget(String nodeId, Source source) {

  /** The attributes that may name a retry target, in the order in which they count. */
  public enum Source {
    NODE_RETRY_TARGET,
    NODE_FALLBACK_RETRY_TARGET,
    GRAPH_RETRY_TARGET,
    GRAPH_FALLBACK_RETRY_TARGET;

    /** Returns the word used in the journal, for example {@code node.retry_target}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
    }
  }

  /** Returns the first existing node of the whole chain: node, then graph. */
  public static Optional<RetryTarget> chain(Pipeline pipeline, Node node) {
    return Stream.of(ofNode(pipeline, node), ofGraph(pipeline))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Returns the first existing node that the node itself names. */
  public static Optional<RetryTarget> ofNode(Pipeline pipeline, Node node) {
    return first(
        pipeline,
        new RetryTarget(node.attributes().text("retry_target"), Source.NODE_RETRY_TARGET),
        new RetryTarget(
            node.attributes().text("fallback_retry_target"), Source.NODE_FALLBACK_RETRY_TARGET));
  }

  /** Returns the first existing node that the graph names. */
  public static Optional<RetryTarget> ofGraph(Pipeline pipeline) {
    return first(
        pipeline,
        new RetryTarget(pipeline.attributes().text("retry_target"), Source.GRAPH_RETRY_TARGET),
        new RetryTarget(
            pipeline.attributes().text("fallback_retry_target"),
            Source.GRAPH_FALLBACK_RETRY_TARGET));
  }

  private static Optional<RetryTarget> first(Pipeline pipeline, RetryTarget... candidates) {
    return Stream.of(candidates).filter(c -> pipeline.find(c.nodeId).isPresent()).findFirst();
  }
}
