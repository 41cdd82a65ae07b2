package dev.attractor.domain.simulate;

import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.run.Attempt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Invented outcomes.
 *
 * @param outcomes by node, for its attempts in the order they happen; the last one is repeated, and
 *     a node without any succeeds
 */
public record OutcomeScript(Map<String, List<Outcome>> outcomes) {
  public OutcomeScript {
    outcomes = Map.copyOf(outcomes);
  }

  /** Returns the outcomes for one simulation: it counts the attempts of each node. */
  public Function<Attempt, Outcome> start() {
    Map<String, Integer> used = new HashMap<>();
    return attempt -> {
      List<Outcome> ofNode = outcomes.getOrDefault(attempt.nodeId(), List.of());
      int next = used.merge(attempt.nodeId(), 1, Integer::sum) - 1;
      return ofNode.isEmpty() ? Outcome.success() : ofNode.get(Math.min(next, ofNode.size() - 1));
    };
  }
}
