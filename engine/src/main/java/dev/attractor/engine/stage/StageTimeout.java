package dev.attractor.engine.stage;

import dev.attractor.ports.stage.StageRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** How long an attempt may take, and how long it may be silent. */
public final class StageTimeout {
  private StageTimeout() {}

  /** The shorter of the node's own limit and the configured one. */
  public static Optional<Duration> of(StageRequest request) {
    return Stream.of(
            request.node().attributes().duration("timeout"), request.config().limits().stage())
        .flatMap(Optional::stream)
        .filter(Duration::isPositive)
        .min(Duration::compareTo);
  }

  /** {@code idle_timeout} of the node, else of the graph. */
  public static Optional<Duration> ofSilence(StageRequest request) {
    return request
        .node()
        .attributes()
        .duration("idle_timeout")
        .or(() -> request.pipeline().attributes().duration("idle_timeout"))
        .filter(Duration::isPositive);
  }
}
