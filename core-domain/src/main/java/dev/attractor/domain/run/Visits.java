package dev.attractor.domain.run;

import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.pipeline.NodeId;
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
    Map<NodeId, Integer> here,
    Map<NodeId, Integer> inBranches,
    Map<NodeId, Integer> ever,
    Map<NodeId, Integer> attempts) {

  /** Returns those of a run that has only just come into being. */
  static Visits begin(RunEvent.RunStarted origin) {
    return new Visits(
        SharedMap.empty(),
        SharedMap.empty(),
        origin.branch().map(BranchOf::visits).orElse(SharedMap.empty()),
        origin.branch().map(BranchOf::attempts).orElse(SharedMap.empty()));
  }

  /** Returns how often the run itself has entered a node. */
  public int of(NodeId nodeId) {
    return here.getOrDefault(nodeId, 0);
  }

  /** Returns how often a node was entered, in branches and before them, too. */
  public int ever(NodeId nodeId) {
    return ever.getOrDefault(nodeId, 0);
  }

  /** Returns how many attempts the last visit of a node had. */
  public int attemptsOf(NodeId nodeId) {
    return attempts.getOrDefault(nodeId, 0);
  }

  /** Those since the run began, in its branches, too. */
  Map<NodeId, Integer> sinceItBegan() {
    Map<NodeId, Integer> all = new HashMap<>(inBranches);
    here.forEach((node, count) -> all.merge(node, count, Integer::sum));
    return all;
  }

  Visits plus(Attempt attempt) {
    NodeId node = attempt.nodeId();
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
    Map<NodeId, Integer> inside = inBranches;
    Map<NodeId, Integer> all = ever;
    for (Map.Entry<NodeId, Integer> node : result.visits().entrySet()) {
      inside = plus(inside, node.getKey(), times * node.getValue());
      all = plus(all, node.getKey(), times * node.getValue());
    }
    return new Visits(here, inside, all, attempts);
  }

  /** A node that was never entered is in no map, whoever counted on the way there. */
  private static Map<NodeId, Integer> plus(Map<NodeId, Integer> counts, NodeId node, int more) {
    SharedMap<NodeId, Integer> before = SharedMap.copyOf(counts);
    int now = before.getOrDefault(node, 0) + more;
    return now == 0 ? before.without(node) : before.with(node, now);
  }
}
