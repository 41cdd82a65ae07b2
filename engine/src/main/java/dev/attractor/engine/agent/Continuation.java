package dev.attractor.engine.agent;

import dev.attractor.domain.fidelity.Fidelity;
import dev.attractor.domain.fidelity.ThreadKey;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.stage.StageRequest;
import java.util.Optional;

/**
 * How an agent goes on from the stages before it (SEMANTICS §8).
 *
 * @param fidelity what is carried; {@code full} only when there is a session to go on with
 * @param key the thread it works in
 * @param provider whose session it is; a session is of no use to another one
 * @param session the provider's session to resume
 */
record Continuation(Fidelity fidelity, ThreadKey key, String provider, Optional<String> session) {

  static Continuation of(StageRequest request, String provider) {
    Pipeline pipeline = request.pipeline().graph();
    Optional<Edge> arrival =
        request.state().arrival().flatMap(hop -> edge(pipeline, hop, request.node().id()));
    Fidelity wanted = Fidelity.resolve(pipeline, arrival, request.node());
    ThreadKey key = ThreadKey.resolve(pipeline, arrival, request.node());
    if (wanted != Fidelity.FULL) {
      return new Continuation(wanted, key, provider, Optional.empty());
    }
    Optional<String> session =
        Optional.ofNullable(request.state().sessions().get(sessionKey(key, provider)));
    // Without a provable session the agent knows nothing, so it is told as much as possible.
    return new Continuation(
        session.isPresent() ? Fidelity.FULL : Fidelity.SUMMARY_HIGH, key, provider, session);
  }

  /** Returns the name under which its session is remembered. */
  String sessionKey() {
    return sessionKey(key, provider);
  }

  private static String sessionKey(ThreadKey key, String provider) {
    return key.text() + "@" + provider;
  }

  private static Optional<Edge> edge(Pipeline pipeline, RunState.Arrival hop, NodeId to) {
    return pipeline.outgoing(hop.from()).stream()
        .filter(edge -> edge.to().equals(to) && edge.conditionText().equals(hop.condition()))
        .findFirst();
  }
}
