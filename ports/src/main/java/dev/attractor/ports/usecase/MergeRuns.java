package dev.attractor.ports.usecase;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.RunId;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Brings the work of a run into the branch it began from, when a person says so. Nothing else in
 * the program ever moves a person's branch (SEMANTICS §11).
 */
public interface MergeRuns {
  /**
   * What a merge would do.
   *
   * @param runBranch what would be merged
   * @param into the branch it would be merged into, which is checked out
   * @param summary the files it would change, in lines for people; empty when it would change none
   * @param message of the commit
   */
  record Proposal(RunId runId, BranchName runBranch, String into, String summary, String message) {}

  /**
   * Says what a merge would do.
   *
   * @param message of the commit, in place of the usual one
   * @throws dev.attractor.ports.AttractorException when it cannot be done: the run has not
   *     succeeded, its branch is not checked out, the checkout has changes
   */
  Proposal propose(Path location, Optional<String> message);

  /**
   * Merges.
   *
   * @param squash whether the stages become one commit that has no other parent
   * @return the commit, in hex
   * @throws dev.attractor.ports.AttractorException as {@link #propose}, and when files conflict;
   *     nothing has changed then
   */
  String merge(Path location, Optional<String> message, boolean squash);
}
