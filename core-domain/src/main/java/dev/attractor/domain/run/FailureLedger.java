package dev.attractor.domain.run;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.routing.CarriedFailure;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The failures that stand against a run: those that left their stage by a plain edge where nothing
 * told outcomes apart (SEMANTICS §6, "An exit is no absolution").
 *
 * @param standing by stage
 * @param vouching by node, how many visits of the run had finished when one of it last ended so
 *     that it satisfies a goal gate
 */
public record FailureLedger(Map<NodeId, Standing> standing, Map<NodeId, Integer> vouching) {
  /** Nothing has failed, and nothing has ended. */
  public static final FailureLedger EMPTY = new FailureLedger(SharedMap.empty(), SharedMap.empty());

  /**
   * A failure that stands.
   *
   * @param since how many visits of the run had finished when it left its stage
   */
  public record Standing(NodeId stage, Failure failure, int since) {}

  /**
   * Returns the oldest failure that stands.
   *
   * @param goalGates the nodes that vouch for what came before them by ending well
   */
  public Optional<Standing> oldest(Collection<NodeId> goalGates) {
    int vouched =
        goalGates.stream().mapToInt(gate -> vouching.getOrDefault(gate, 0)).max().orElse(0);
    return standing.values().stream()
        .filter(failure -> failure.since() >= vouched)
        .min(Comparator.comparingInt(Standing::since).thenComparing(Standing::stage));
  }

  /** Returns the ledger after a visit that ended well, which takes back what its node failed at. */
  FailureLedger endedWell(NodeId nodeId, int finished, boolean vouches) {
    return new FailureLedger(
        SharedMap.copyOf(standing).without(nodeId),
        vouches ? SharedMap.copyOf(vouching).with(nodeId, finished) : vouching);
  }

  /** Returns the ledger after a hop that carried a failure away. */
  FailureLedger carried(CarriedFailure carried, Failure failure, int finished) {
    return switch (carried.handling()) {
      case STANDING ->
          new FailureLedger(
              SharedMap.copyOf(standing)
                  .with(carried.stage(), new Standing(carried.stage(), failure, finished)),
              vouching);
      case HANDLED, ACCEPTED, PASSED_ON -> this;
    };
  }
}
