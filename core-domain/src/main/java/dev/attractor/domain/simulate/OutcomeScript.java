package dev.attractor.domain.simulate;

import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.parallel.Items;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Invented outcomes.
 *
 * @param outcomes by node, for its attempts in the order they happen; the last one is repeated, and
 *     a node without any succeeds
 * @param lists what fan-outs over a list find, as far as it is said
 */
public record OutcomeScript(Map<NodeId, List<Outcome>> outcomes, Map<NodeId, Items> lists) {
  public OutcomeScript {
    outcomes = Map.copyOf(outcomes);
    lists = Map.copyOf(lists);
  }

  /** Makes one that knows no lists. */
  public OutcomeScript(Map<NodeId, List<Outcome>> outcomes) {
    this(outcomes, Map.of());
  }

  /** Returns what a fan-out is said to find. */
  public Optional<Items> listOf(FanOut fanOut) {
    return Optional.ofNullable(lists.get(fanOut.nodeId()));
  }

  /** Returns the outcomes for one simulation: it counts the attempts of each node. */
  public Function<Attempt, Outcome> start() {
    Map<NodeId, Integer> used = new HashMap<>();
    return attempt -> {
      List<Outcome> ofNode = outcomes.getOrDefault(attempt.nodeId(), List.of());
      int next = used.merge(attempt.nodeId(), 1, Integer::sum) - 1;
      return ofNode.isEmpty() ? Outcome.success() : ofNode.get(Math.min(next, ofNode.size() - 1));
    };
  }
}
