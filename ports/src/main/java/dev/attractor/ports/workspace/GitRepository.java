package dev.attractor.ports.workspace;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.BranchNames;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.process.Cancellation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A person's repository. Their checkout, index and current branch are never touched. */
public interface GitRepository extends AutoCloseable {
  /** Returns the top folder of the work tree. */
  Path root();

  /** Returns the commit that is checked out, in hex. */
  String head();

  /** Returns the branch that is checked out; empty when none is. */
  Optional<String> branch();

  /**
   * Returns which files merging a commit into what is checked out would change, and how much, in
   * lines for people; empty when none.
   */
  String summary(String commit);

  /**
   * Merges a commit into the branch that is checked out, in the person's own name. The one thing
   * that moves a person's branch, and only when a person asks for it. Where files conflict the
   * checkout is as it was.
   *
   * @param squash whether it becomes one commit without another parent
   * @throws dev.attractor.ports.AttractorException when git refuses; nothing has changed then
   */
  Merge merge(String commit, String message, boolean squash);

  /** Returns paths that differ from it or are unknown to it, at most {@code limit}. */
  List<String> changes(int limit);

  /**
   * Returns who made a commit, as name and address.
   *
   * @param commit in hex, or a branch
   * @return empty when there is no such commit
   */
  Optional<String> authorOf(String commit);

  /** Returns the commit that a branch leads to, in hex; empty when there is no such branch. */
  Optional<String> tipOf(BranchName branch);

  /**
   * Notes in which folder the run with this id begins, or goes on. Of any number of processes that
   * do so at once, one alone is told that it may.
   *
   * @param place the folder, which the caller keeps others out of
   * @param isTaken tells whether a run has begun, or is beginning, in a folder that was noted
   *     before; what is noted may be any text
   * @return the folder in which the run begins already; empty when this one is noted now
   */
  Optional<String> claim(RunId runId, String place, Predicate<String> isTaken);

  /**
   * Returns in which folder the run with this id was noted last to begin or to go on, as {@link
   * #claim} notes it; empty when nowhere.
   */
  Optional<String> begunAt(RunId runId);

  /**
   * Returns a branch whose name leaves no room for another, since one is a folder of the other;
   * empty when there is none.
   */
  Optional<String> inTheWayOf(BranchName branch);

  /** Returns what is kept of a run and of those inside it, the run itself first. */
  List<RunRecord> records(RunId runId);

  /** Makes a branch that is missing; one that is there stays where it is. */
  void putBack(BranchName branch, String commit);

  /** Returns what changed between two commits, as a patch; cut off when it is very long. */
  String diff(String from, String to);

  /** Returns the names of its remotes. */
  List<String> remotes();

  /**
   * Gives a remote the branch of a run and what is kept of it (SEMANTICS §11), with the person's
   * own git settings and credentials, in bounded time.
   *
   * @return what git said when it did not work; empty when it did
   */
  Optional<String> push(String remote, BranchNames run);

  /**
   * Takes what is kept of a run, and the commits of its branches, from where the repository was
   * cloned from. No branch here is made or moved.
   *
   * @return what git said when it did not work; empty when it did
   */
  Optional<String> fetch(BranchNames run, Cancellation cancellation);

  /**
   * Returns what the work tree of a run has that is in no commit: files, and repositories of their
   * own with commits, of which a branch only has the name. None where there is no work tree.
   *
   * @param most so many at most
   */
  List<String> uncommitted(Path worktree, int most);

  /**
   * Removes what is kept of a run beside its branch: the work tree, what git knows of it, and the
   * refs of its attempts. Nobody may have the run open.
   */
  void forget(RunId runId, Path worktree);

  /**
   * Deletes the branches of a run and of its fan-outs. One that a person has checked out, or that
   * leads to a commit of somebody else, stays. Nobody may have the run open.
   *
   * @param known where the run has left each of its branches, by name
   * @return one sentence for each that was deleted, with the commit, or stays, with the reason
   */
  RemovedBranches removeBranches(BranchNames run, Map<BranchName, String> known, Path worktree);

  /**
   * Opens the workspace of a run; makes its branch and work tree when they are not there yet
   * (SEMANTICS §11).
   *
   * @param branch without {@code refs/heads/}
   * @param base the commit a new branch starts at
   * @param folder where the work tree lies
   * @param cancellation of the run: nothing works long for it after it is requested
   */
  Workspace workspace(
      RunId runId, BranchName branch, String base, Path folder, Cancellation cancellation);

  @Override
  void close();
}
