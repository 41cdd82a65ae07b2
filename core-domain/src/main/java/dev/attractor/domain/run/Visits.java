package dev.attractor.domain.run;

import dev.attractor.domain.parallel.BranchResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often the nodes of a run were entered (SEMANTICS §8).
 *
 * @param here by the run itself
 * @param inBranches in its branches
 * @param ever in both, and before it began if it is a branch
 * @param attempts how many attempts the last visit of each node had
 */
public record Visits(
    Map<String, Integer> here,
    Map<String, Integer> inBranches,
    Map<String, Integer> ever,
    Map<String, Integer> attempts) {

  /** Returns those of a run that has only just come into being. */
  static Visits begin(RunEvent.RunStarted origin) {
    return new Visits(
        SharedMap.empty(),
        SharedMap.empty(),
        origin.branch().map(BranchOf::visits).orElse(SharedMap.empty()),
        origin.branch().map(BranchOf::attempts).orElse(SharedMap.empty()));
  }

  /** Returns how often the run itself has entered a node. */
  public int of(String nodeId) {
    return here.getOrDefault(nodeId, 0);
  }

  /** Returns how often a node was entered, in branches and before them, too. */
  public int ever(String nodeId) {
    return ever.getOrDefault(nodeId, 0);
  }

  /** Returns how many attempts the last visit of a node had. */
  public int attemptsOf(String nodeId) {
    return attempts.getOrDefault(nodeId, 0);
  }

  /** Those since the run began, in its branches, too. */
  Map<String, Integer> sinceItBegan() {
    Map<String, Integer> all = new HashMap<>(inBranches);
    here.forEach((node, count) -> all.merge(node, count, Integer::sum));
    return all;
  }

  Visits plus(Attempt attempt) {
    String node = attempt.nodeId();
    return new Visits(
        plus(here, node, attempt.visit() - of(node)),
        inBranches,
        plus(ever, node, attempt.visit() - of(node)),
        SharedMap.copyOf(attempts).with(node, attempt.number()));
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
    Map<String, Integer> inside = inBranches;
    Map<String, Integer> all = ever;
    for (Map.Entry<String, Integer> node : result.visits().entrySet()) {
      inside = plus(inside, node.getKey(), times * node.getValue());
      all = plus(all, node.getKey(), times * node.getValue());
    }
    return new Visits(here, inside, all, attempts);
  }

  /** A node that was never entered is in no map, whoever counted on the way there. */
  private static Map<String, Integer> plus(Map<String, Integer> counts, String node, int more) {
    SharedMap<String, Integer> before = SharedMap.copyOf(counts);
    int now = before.getOrDefault(node, 0) + more;
    return now == 0 ? before.without(node) : before.with(node, now);
  }
}
