package dev.attractor.domain.routing;

import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
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
public record RetryTarget(NodeId nodeId, Source source) {

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
        pipeline, node.attributes(), Source.NODE_RETRY_TARGET, Source.NODE_FALLBACK_RETRY_TARGET);
  }

  /** Returns the first existing node that the graph names. */
  public static Optional<RetryTarget> ofGraph(Pipeline pipeline) {
    return first(
        pipeline,
        pipeline.attributes(),
        Source.GRAPH_RETRY_TARGET,
        Source.GRAPH_FALLBACK_RETRY_TARGET);
  }

  private static Optional<RetryTarget> first(
      Pipeline pipeline, Attributes attributes, Source named, Source fallback) {
    return named(pipeline, attributes.text("retry_target"), named)
        .or(() -> named(pipeline, attributes.text("fallback_retry_target"), fallback));
  }

  private static Optional<RetryTarget> named(Pipeline pipeline, String text, Source source) {
    return pipeline.named(text).map(node -> new RetryTarget(node.id(), source));
  }
}
