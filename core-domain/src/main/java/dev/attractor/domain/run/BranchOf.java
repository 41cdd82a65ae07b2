package dev.attractor.domain.run;

import dev.attractor.domain.parallel.BranchItem;
import dev.attractor.domain.pipeline.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What makes a run a branch of another one (SEMANTICS §7).
 *
 * @param parentRun the id of the run with the fan-out
 * @param pass the visit of the fan-out, from 1
 * @param fanOuts the fan-outs it lies in, its own last
 * @param join the fan-in at which it ends, without executing it
 * @param visits how often each node had been entered when it began
 * @param attempts how many attempts the last visit of each node had had then
 * @param before the latest visits that had finished when it began, oldest first, to tell its agents
 * @param heard the beginnings of what branches said that had come together last when it began, to
 *     tell its agents
 * @param item what it works on, when it or one that it lies in works on an item of a list
 */
public record BranchOf(
    RunId parentRun,
    int pass,
    List<NodeId> fanOuts,
    NodeId join,
    Map<NodeId, Integer> visits,
    Map<NodeId, Integer> attempts,
    List<Trail.Step> before,
    List<BranchWords> heard,
    Optional<BranchItem> item) {
  public BranchOf {
    fanOuts = List.copyOf(fanOuts);
    visits = SharedMap.copyOf(visits); // which costs nothing where it is one
    attempts = SharedMap.copyOf(attempts);
    before = List.copyOf(before);
    heard = List.copyOf(heard);
  }

  /** Makes a branch that works on no item of a list, and before which there was no other. */
  public BranchOf(
      RunId parentRun,
      int pass,
      List<NodeId> fanOuts,
      NodeId join,
      Map<NodeId, Integer> visits,
      Map<NodeId, Integer> attempts,
      List<Trail.Step> before) {
    this(parentRun, pass, fanOuts, join, visits, attempts, before, List.of(), Optional.empty());
  }
}
