package dev.attractor.engine.stage;

import dev.attractor.ports.stage.StageRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** How long an attempt may take: the shorter of the node's own limit and the configured one. */
final class StageTimeout {
  private StageTimeout() {}

  static Optional<Duration> of(StageRequest request) {
    return Stream.of(
            request.node().attributes().duration("timeout"), request.config().stageTimeout())
        .flatMap(Optional::stream)
        .filter(Duration::isPositive)
        .min(Duration::compareTo);
  }
}
