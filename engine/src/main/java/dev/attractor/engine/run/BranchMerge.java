package dev.attractor.engine.run;

import dev.attractor.domain.agent.AgentSession;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.AgentWork;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.parallel.FanIn;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.stage.StageResult;
import dev.attractor.ports.workspace.Merge;
import dev.attractor.ports.workspace.StageCommit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes one commit of the work of all branches that did not fail, in the order of the fan-out's
 * edges (SEMANTICS §7, {@code take=all}). Nothing half merged reaches the run branch: it moves once
 * all are in, and after a crash everything is merged again from the same commits.
 */
final class BranchMerge {
  private final OpenRun run;
  private final Attempt attempt;
  private final FanIn fanIn;
  private final List<BranchResult> branches;
  private Usage used = Usage.NONE;
  private Optional<AgentSession> session = Optional.empty();

  BranchMerge(OpenRun run, Attempt attempt, FanIn fanIn) {
    this.run = run;
    this.attempt = attempt;
    this.fanIn = fanIn;
    this.branches = fanIn.merged();
  }

  /**
   * Merges.
   *
   * @param agent has the join's agent resolve a conflict in the files
   */
  StageResult merge(Function<RunEvent.MergeConflict, StageResult> agent) {
    String merged = branches.getFirst().commit();
    for (BranchResult branch : branches.subList(1, branches.size())) {
      if (run.cancellation().isRequested()) {
        return given(Outcome.fail(FailureClass.CANCELED, "the merge was canceled"));
      }
      Merge merge = run.workspace().merge(says(), merged, branch.commit());
      if (merge instanceof Merge.Conflicting conflict) {
        RunEvent.MergeConflict fact =
            new RunEvent.MergeConflict(
                attempt, branch.branch(), conflict.ours(), conflict.theirs(), conflict.names());
        run.recorder().append(fact);
        if (!run.pipeline().node(attempt.nodeId()).asksAgent()) {
          return given(fanIn.lost(told(fact, "both sides changed the same place")));
        }
        StageResult said = agent.apply(fact);
        used = used.plus(said.usage());
        session = said.session().or(() -> session);
        Optional<Failure> failed = said.outcome().failure();
        if (failed.isPresent()) {
          return given(fanIn.lost(failed.get()));
        }
        merge = run.workspace().resolve(says(), conflict);
        if (merge instanceof Merge.Unresolved(String why)) {
          return given(fanIn.lost(told(fact, "its agent has not resolved it: " + why)));
        }
      }
      if (!(merge instanceof Merge.Merged(String commit))) {
        throw new IllegalStateException("a conflict remains after it was resolved: " + merge);
      }
      merged = commit;
    }
    run.recorder()
        .append(
            new RunEvent.BranchesMerged(
                attempt,
                fanIn.fanOut(),
                fanIn.pass(),
                branches.stream().map(BranchResult::branch).toList(),
                merged,
                new AgentWork(used, session)));
    run.workspace().fastForward(merged);
    return ended(fanIn.merged(merged));
  }

  /** By the time of the attempt, so that the same merge made again is the same commit. */
  private StageCommit says() {
    return new StageCommit(
        run.id(), attempt, "merged", run.recorder().attemptSeq(), run.recorder().attemptAt());
  }

  private Failure told(RunEvent.MergeConflict conflict, String why) {
    String before =
        branches.stream()
            .map(BranchResult::branch)
            .takeWhile(branch -> !branch.equals(conflict.branch()))
            .collect(Collectors.joining(", "));
    return Failure.of(
        FailureClass.DETERMINISTIC,
        "the branch %s (%.12s) cannot be merged with %s (%.12s): conflict in %s: %s"
            .formatted(
                conflict.branch(),
                conflict.theirs(),
                before,
                conflict.ours(),
                String.join(", ", conflict.files()),
                why),
        "git merge of %s into %s".formatted(conflict.theirs(), conflict.ours()));
  }

  private StageResult given(Outcome outcome) {
    run.workspace().abandonMerge();
    return ended(outcome);
  }

  private StageResult ended(Outcome outcome) {
    return new StageResult(outcome, used, session);
  }
}
