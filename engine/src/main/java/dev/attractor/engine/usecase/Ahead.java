package dev.attractor.engine.usecase;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.routing.RetryTarget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What a run can still come to, whatever its stages report. */
final class Ahead {
  private Ahead() {}

  /**
   * Returns whether it can come to a stage at which an agent works, be it in the pipeline of a
   * stage ahead.
   *
   * @param from where it is; that counts, too
   */
  static boolean hasAgent(ValidPipeline pipeline, NodeId from, NodeId wanted) {
    Set<NodeId> seen = new HashSet<>();
    Deque<NodeId> open = new ArrayDeque<>();
    open.add(from);
    while (!open.isEmpty()) {
      NodeId id = open.remove();
      Optional<Node> node = pipeline.graph().find(id).filter(_ -> seen.add(id));
      if (node.isEmpty()) {
        continue;
      }
      if (id.equals(wanted) && node.get().asksAgent()) {
        return true;
      }
      boolean inside =
          pipeline
              .runBy(id)
              .filter(inner -> hasAgent(inner, inner.start().id(), wanted))
              .isPresent();
      if (inside) {
        return true;
      }
      pipeline.graph().outgoing(id).stream().map(Edge::to).forEach(open::add);
      RetryTarget.chain(pipeline.graph(), node.get()).map(RetryTarget::nodeId).ifPresent(open::add);
    }
    return false;
  }
}
