package dev.attractor.domain.simulate;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The way that a simulated run took.
 *
 * @param nodes the visits in their order; those of branches follow their fan-out, branch after
 *     branch, in the order of its edges or items
 * @param attempts how many there were of each node, in all visits and branches; of a node that was
 *     never visited there is no entry
 * @param end how it ended; empty when it came to no end
 */
public record Walk(List<NodeId> nodes, Map<NodeId, Integer> attempts, Optional<RunEnd> end) {
  public Walk {
    nodes = List.copyOf(nodes);
    attempts = Map.copyOf(attempts);
  }

  /** Returns the way of a simulation. */
  public static Walk of(Simulation.Result result) {
    List<NodeId> nodes = new ArrayList<>();
    Map<NodeId, Integer> attempts = new TreeMap<>();
    follow(result, nodes, attempts);
    return new Walk(nodes, attempts, result.state().end());
  }

  private static void follow(
      Simulation.Result result, List<NodeId> nodes, Map<NodeId, Integer> attempts) {
    Iterator<Simulation.Result> branches = result.branches().iterator();
    for (RunEvent fact : result.facts()) {
      if (fact instanceof RunEvent.StageAttemptStarted(var attempt)) {
        attempts.merge(attempt.nodeId(), 1, Integer::sum);
        if (attempt.number() == 1) {
          nodes.add(attempt.nodeId());
        }
      } else if (fact instanceof RunEvent.BranchStarted) {
        follow(branches.next(), nodes, attempts);
      }
    }
  }

  /** Returns why it did not succeed; empty when it did, or came to no end. */
  public String reason() {
    return end.map(found ->
            switch (found) {
              case RunEnd.Succeeded _ -> "";
              case RunEnd.Failed(Failure failure, var _) -> failure.reason();
              case RunEnd.Canceled(String reason) -> reason;
            })
        .orElse("");
  }

  /** Returns in words how it ended. */
  public String ended() {
    return end.map(found ->
            reason().isEmpty() ? found.status() : "%s (%s)".formatted(found.status(), reason()))
        .orElse("no end after %d facts".formatted(Simulation.MOST_FACTS));
  }
}
