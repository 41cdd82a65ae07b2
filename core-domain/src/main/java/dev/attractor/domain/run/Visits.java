package dev.attractor.domain.run;

import dev.attractor.domain.parallel.BranchResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often the nodes of a run were entered (SEMANTICS §8).
 *
 * @param here by the run itself
 * @param elsewhere in its branches, and before it began if it is one
 * @param before those of them from before it began
 * @param attempts how many attempts the last visit of each node had
 */
public record Visits(
    Map<String, Integer> here,
    Map<String, Integer> elsewhere,
    Map<String, Integer> before,
    Map<String, Integer> attempts) {

  /** Returns those of a run that has only just come into being. */
  static Visits begin(RunEvent.RunStarted origin) {
    Map<String, Integer> before = origin.branch().map(BranchOf::visits).orElse(Map.of());
    return new Visits(
        SharedMap.empty(),
        SharedMap.copyOf(before),
        before,
        SharedMap.copyOf(origin.branch().map(BranchOf::attempts).orElse(Map.of())));
  }

  /** Returns how often the run itself has entered a node. */
  public int of(String nodeId) {
    return here.getOrDefault(nodeId, 0);
  }

  /** Returns how often a node was entered, in branches and before them, too. */
  public int ever(String nodeId) {
    return of(nodeId) + elsewhere.getOrDefault(nodeId, 0);
  }

  /** Returns how many attempts the last visit of a node had. */
  public int attemptsOf(String nodeId) {
    return attempts.getOrDefault(nodeId, 0);
  }

  Map<String, Integer> ever() {
    Map<String, Integer> all = new HashMap<>(elsewhere);
    here.forEach((node, count) -> all.merge(node, count, Integer::sum));
    return all;
  }

  /** Those since the run began, in its branches, too. */
  Map<String, Integer> sinceItBegan() {
    Map<String, Integer> all = ever();
    before.forEach((node, count) -> all.merge(node, -count, Integer::sum));
    all.values().removeIf(count -> count <= 0);
    return all;
  }

  Visits plus(Attempt attempt) {
    return new Visits(
        SharedMap.copyOf(here).with(attempt.nodeId(), attempt.visit()),
        elsewhere,
        before,
        SharedMap.copyOf(attempts).with(attempt.nodeId(), attempt.number()));
  }

  Visits plus(BranchResult result) {
    return plus(result, 1);
  }

  /** Returns these as they were before some branches had ended. */
  Visits without(List<BranchResult> results) {
    Visits others = this;
    for (BranchResult result : results) {
      others = others.plus(result, -1);
    }
    return others;
  }

  private Visits plus(BranchResult result, int times) {
    SharedMap<String, Integer> all = SharedMap.copyOf(elsewhere);
    for (Map.Entry<String, Integer> node : result.visits().entrySet()) {
      all = all.with(node.getKey(), times * node.getValue() + all.getOrDefault(node.getKey(), 0));
    }
    return new Visits(here, all, before, attempts);
  }
}
