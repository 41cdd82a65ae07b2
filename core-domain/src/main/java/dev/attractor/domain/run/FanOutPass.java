package dev.attractor.domain.run;

import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.parallel.BranchItem;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.parallel.Item;
import dev.attractor.domain.pipeline.NodeId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the branches stand that one visit of a fan-out opened.
 *
 * @param pass the visit, from 1
 * @param branches their ids, in the order of the fan-out's edges
 * @param join where they meet
 * @param results of those that have ended, in that order
 * @param selected the branch that won, once one has
 * @param commit the commit the branches start at; empty where the fan-out's own visit was over
 *     before they began
 * @param merged the work of all of them in one commit, once the join has made it
 * @param items what the branches work on, when the fan-out works through a list
 * @param trouble why there is no list to work through
 */
public record FanOutPass(
    int pass,
    List<String> branches,
    NodeId join,
    List<BranchResult> results,
    Optional<RunEvent.FanInSelected> selected,
    Optional<String> commit,
    Optional<RunEvent.BranchesMerged> merged,
    List<Item> items,
    Optional<String> trouble) {
  public FanOutPass {
    branches = List.copyOf(branches);
    results = List.copyOf(results);
    items = List.copyOf(items);
  }

  /** Returns what a branch works on; empty when the fan-out works through no list. */
  public Optional<BranchItem> itemOf(Branch branch) {
    return items.isEmpty()
        ? Optional.empty()
        : Optional.of(new BranchItem(branch.number(), items.get(branch.number() - 1)));
  }

  static FanOutPass opened(RunEvent.ParallelStarted start) {
    return new FanOutPass(
        start.fanOut().visit(),
        start.branches(),
        start.join(),
        List.of(),
        Optional.empty(),
        start.commit(),
        Optional.empty(),
        start.items(),
        start.trouble());
  }

  /** Returns the result of a branch; empty while it has none. */
  public Optional<BranchResult> resultOf(Branch branch) {
    return results.stream().filter(result -> result.branch().equals(branch.id())).findFirst();
  }

  /** Returns what the branches said that have ended. */
  List<BranchWords> words() {
    return results.stream()
        .filter(result -> !result.response().isBlank())
        .map(result -> new BranchWords(join, result.branch(), result.response()))
        .toList();
  }

  /** Returns the fact that all branches have ended. */
  public RunEvent.ParallelCompleted completed(Attempt fanOut) {
    int canceled = (int) results.stream().filter(BranchResult::isCanceled).count();
    int failed = (int) results.stream().filter(BranchResult::isFailure).count();
    return new RunEvent.ParallelCompleted(
        fanOut, results.size() - failed, failed - canceled, canceled);
  }

  FanOutPass with(BranchResult result) {
    return new FanOutPass(
        pass,
        branches,
        join,
        Stream.concat(results.stream(), Stream.of(result))
            .sorted(Comparator.comparingInt(found -> branches.indexOf(found.branch())))
            .toList(),
        selected,
        commit,
        merged,
        items,
        trouble);
  }

  FanOutPass with(RunEvent.FanInSelected chosen) {
    return new FanOutPass(
        pass, branches, join, results, Optional.of(chosen), commit, merged, items, trouble);
  }

  FanOutPass with(RunEvent.BranchesMerged made) {
    return new FanOutPass(
        pass, branches, join, results, selected, commit, Optional.of(made), items, trouble);
  }
}
