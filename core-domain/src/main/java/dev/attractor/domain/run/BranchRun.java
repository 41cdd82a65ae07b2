package dev.attractor.domain.run;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.parallel.BranchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run that is a branch of another one: how it begins, and what it came to (SEMANTICS §7). */
public final class BranchRun {
  private static final int TOLD_VISITS = 20;

  private BranchRun() {}

  /**
   * Returns the first fact of a branch: it begins where the fan-out stands, with a copy of the
   * context.
   *
   * @param run the one with the fan-out
   * @param branchPrefix {@code git.run_branch_prefix}
   */
  public static RunEvent.RunStarted begin(
      RunState run, Attempt fanOut, String join, Branch branch, String branchPrefix) {
    RunEvent.RunStarted origin = run.origin();
    List<String> enclosing = new ArrayList<>();
    origin.branch().ifPresent(outer -> enclosing.addAll(outer.fanOuts()));
    enclosing.add(fanOut.nodeId());
    List<Trail.Step> past = run.past();
    return new RunEvent.RunStarted(
        "%s.%s-p%d-%s".formatted(origin.runId(), fanOut.nodeId(), fanOut.visit(), branch.id()),
        origin.pipeline(),
        branch.first(),
        origin.graphDigest(),
        run.head(),
        new BranchNames(branchPrefix, origin.runId()).ofBranch(fanOut, branch.id()),
        run.context(),
        Optional.of(
            new BranchOf(
                origin.runId(),
                fanOut.visit(),
                enclosing,
                join,
                run.visits().ever(),
                run.visits().attempts(),
                past.subList(Math.max(0, past.size() - TOLD_VISITS), past.size()),
                run.pass(fanOut.nodeId()).itemOf(branch).or(run::item))),
        run.rules());
  }

  /**
   * Returns what a branch came to.
   *
   * @param run that of the branch
   * @throws IllegalStateException when it has not ended
   */
  public static BranchResult result(RunState run, Branch branch) {
    RunEnd ended = run.end().orElseThrow(() -> new IllegalStateException("not ended: " + branch));
    Outcome outcome =
        switch (ended) {
          case RunEnd.Succeeded _ ->
              Outcome.of(
                  run.last().status().isFailure() // which the author accepts
                      ? Status.Passed.PARTIAL_SUCCESS
                      : run.last().status());
          case RunEnd.Failed(Failure failure, String _) -> Outcome.fail(failure);
          case RunEnd.Canceled(String reason) -> Outcome.fail(FailureClass.CANCELED, reason);
        };
    return new BranchResult(
        branch.id(),
        outcome,
        score(run.context()),
        run.head(),
        run.origin().runBranch(),
        ended instanceof RunEnd.Canceled,
        run.visits().sinceItBegan(),
        run.history().outcomes().entrySet().stream()
            .filter(node -> node.getValue().status().satisfiesGoalGate())
            .map(Map.Entry::getKey)
            .toList());
  }

  private static double score(Map<String, String> context) {
    try {
      double score = Double.parseDouble(context.getOrDefault("score", "0"));
      return Double.isFinite(score) ? score : 0;
    } catch (NumberFormatException e) {
      return 0; // no number, no score
    }
  }
}
