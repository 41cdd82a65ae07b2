package dev.attractor.domain.run;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureSignature;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.routing.CarriedFailure;
import java.util.Map;
import java.util.Optional;

/**
 * What has happened in a run.
 *
 * @param visits how often each node was entered
 * @param outcomes how the last visit of each node ended
 * @param last the outcome of the visit that ended last
 * @param failures per node, and per branch by its id, how often each failure came since its last
 *     success
 * @param ledger the failures that stand
 * @param completed the finished visits, oldest first
 * @param totals what was used up
 */
public record History(
    Visits visits,
    Map<NodeId, Outcome> outcomes,
    Outcome last,
    Map<String, Map<FailureSignature, Integer>> failures,
    FailureLedger ledger,
    Trail completed,
    Totals totals) {

  /** Returns that of a run that has only just come into being. */
  static History begin(RunEvent.RunStarted origin) {
    return new History(
        Visits.begin(origin),
        SharedMap.empty(),
        Outcome.success(),
        SharedMap.empty(),
        FailureLedger.EMPTY,
        Trail.EMPTY,
        Totals.NONE);
  }

  History with(Visits other) {
    return new History(other, outcomes, last, failures, ledger, completed, totals);
  }

  History with(Totals other) {
    return new History(visits, outcomes, last, failures, ledger, completed, other);
  }

  private History with(FailureLedger other) {
    return new History(visits, outcomes, last, failures, other, completed, totals);
  }

  private History with(Map<String, Map<FailureSignature, Integer>> others) {
    return new History(visits, outcomes, last, others, ledger, completed, totals);
  }

  /** A visit has ended. */
  History settled(NodeId nodeId, Outcome outcome) {
    return new History(
        visits,
        SharedMap.copyOf(outcomes).with(nodeId, outcome),
        outcome,
        counted(nodeId.value(), outcome).failures,
        outcome.status().isFailure()
            ? ledger
            : ledger.endedWell(nodeId, completed.size() + 1, outcome.status().satisfiesGoalGate()),
        completed.plus(nodeId, outcome.status().word(), detailOf(outcome)),
        totals.plusStage());
  }

  private static String detailOf(Outcome outcome) {
    return outcome.failure().map(Failure::reason).orElse(outcome.notes());
  }

  /** A branch has ended. One that this program ended has neither failed nor succeeded. */
  History with(BranchResult result, Totals used) {
    History seen = result.isCanceled() ? this : counted(result.branch(), result.outcome());
    return seen.with(visits.plus(result)).with(totals.plus(used));
  }

  /** A hop has carried a failure away from where it happened. */
  History carried(Optional<CarriedFailure> failure) {
    return failure
        .flatMap(hop -> last.failure().map(cause -> ledger.carried(hop, cause, completed.size())))
        .map(this::with)
        .orElse(this);
  }

  /** The run goes on with a winner's work, and with what its goal gates have found of it. */
  History vouchedBy(BranchResult winner) {
    FailureLedger after = ledger;
    for (NodeId node : winner.endedWell()) {
      after = after.endedWell(node, completed.size() + 1, true);
    }
    return with(after);
  }

  /** A node or branch has failed once more, or has succeeded and is counted anew. */
  private History counted(String id, Outcome outcome) {
    return outcome
        .failure()
        .map(failure -> counted(id, failure))
        .orElseGet(() -> with(SharedMap.copyOf(failures).without(id)));
  }

  /** A node or branch has failed once more. */
  History counted(String id, Failure failure) {
    FailureSignature signature = FailureSignature.of(id, failure);
    Map<FailureSignature, Integer> known = failures.getOrDefault(id, SharedMap.empty());
    return with(
        SharedMap.copyOf(failures)
            .with(id, SharedMap.copyOf(known).with(signature, timesSeen(id, signature) + 1)));
  }

  int timesSeen(String id, FailureSignature signature) {
    return failures.getOrDefault(id, Map.of()).getOrDefault(signature, 0);
  }
}
