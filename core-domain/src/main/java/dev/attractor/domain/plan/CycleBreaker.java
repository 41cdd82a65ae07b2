package dev.attractor.domain.plan;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.FailureSignature;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import java.util.List;
import java.util.Optional;

/** Ends runs that would burn money in a circle (SEMANTICS §6, "Cycle breakers"). */
final class CycleBreaker {
  private static final int DEFAULT_SIGNATURE_LIMIT = 3;

  private CycleBreaker() {}

  /**
   * Returns the end of a run that is about to enter a node once too often: a node's own limit
   * counts in place of the graph's.
   */
  static Optional<RunEvent> atVisit(ValidPipeline pipeline, NodeId nodeId, int visit) {
    Attributes own = pipeline.node(nodeId).attributes();
    String name = own.text("max_visits").isBlank() ? "max_node_visits" : "max_visits";
    int limit = own.integer("max_visits", pipeline.attributes().integer("max_node_visits", 0));
    return limit <= 0 || visit < limit
        ? Optional.empty()
        : Optional.of(
            new RunEvent.FailureCycleBroken(
                nodeId.value(),
                "",
                name,
                visit,
                limit,
                Failure.of(
                    FailureClass.STRUCTURAL,
                    "node %s was about to be visited for the %d. time (%s=%d)"
                        .formatted(nodeId, visit, name, limit))));
  }

  /**
   * Returns the end of a run in which a branch fails in the same way at each pass, whoever wins.
   */
  static Optional<RunEvent> atJoin(
      ValidPipeline pipeline, RunState state, List<BranchResult> results) {
    return results.stream()
        .filter(result -> !result.isCanceled())
        .flatMap(result ->
            result.outcome().failure().stream()
                .flatMap(failure -> atFailure(pipeline, state, result.branch(), failure).stream()))
        .findFirst();
  }

  /**
   * Returns the end of a run in which a node or a branch has failed in the same way too often.
   *
   * @param failed the id of that
   */
  static Optional<RunEvent> atFailure(
      ValidPipeline pipeline, RunState state, String failed, Failure failure) {
    FailureSignature signature = FailureSignature.of(failed, failure);
    int count = state.timesSeen(failed, signature);
    int limit =
        pipeline.attributes().integer("loop_restart_signature_limit", DEFAULT_SIGNATURE_LIMIT);
    if (limit <= 0 || count < limit) {
      return Optional.empty();
    }
    return Optional.of(
        new RunEvent.FailureCycleBroken(
            failed,
            signature.text(),
            "loop_restart_signature_limit",
            count,
            limit,
            new Failure(
                failure.failureClass(),
                "%s failed %d times in the same way (loop_restart_signature_limit=%d): %s"
                    .formatted(failed, count, limit, failure.reason()),
                failure.evidence(),
                failure.signature())));
  }
}
