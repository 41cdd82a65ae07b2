package dev.attractor.ports.workspace;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.process.Cancellation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files of one run. It knows nothing of what stages mean. */
public interface Workspace extends AutoCloseable {
  /** Returns the folder. */
  Path folder();

  /**
   * Takes in what the files hold, as git would add them, and sees that the run branch still leads
   * through {@code head}: where a stage has rewritten it, the branch is put back there and what it
   * led to is kept under a ref of its own and told (SEMANTICS §11).
   *
   * @param head the commit at which the run knows its branch to stand
   * @param largest how many bytes a new file may have at most; empty when any number
   */
  Capture capture(String head, Optional<Long> largest);

  /**
   * Returns whether the repository still has all that files, once taken in, change in a commit: as
   * long as they are not committed the housekeeping of others may remove it.
   *
   * @param head the commit
   * @param tree as {@link Capture#tree} named them
   */
  boolean holds(String head, String tree);

  /**
   * Commits files that were taken in, on top of the run branch, without moving it. Called twice for
   * one attempt it returns the same commit (SEMANTICS §12).
   *
   * @return the commit in hex
   */
  String commit(StageCommit stage, Capture files);

  /**
   * Moves the run branch to the commit that {@link #commit} made of this attempt; nothing when it
   * is there already.
   *
   * @throws dev.attractor.ports.AttractorException when the commit does not follow where it is
   */
  void advanceTo(Attempt attempt, String commit);

  /**
   * Puts the files back: the run branch at one commit, the files as in another. What is ignored by
   * git stays. What would be lost by that, commits and files, is kept under refs of its own
   * (SEMANTICS §12).
   *
   * @param head where the run branch stands
   * @param files the commit whose files are wanted
   * @return what was found and is kept, one sentence for each, with its ref; empty when nothing
   */
  List<String> rollBackTo(String head, String files);

  /**
   * Sees that the run branch and the files stand at a commit before anything is done there. Where
   * the branch leads elsewhere, this is {@link #rollBackTo} that commit; where it does not, it
   * costs next to nothing.
   *
   * @return what was found and is kept, one sentence for each, with its ref; empty when nothing
   */
  List<String> beginAt(String commit);

  /**
   * Returns the same files for a run inside this one, whose attempts may have the same names.
   *
   * @param scope tells the inner runs apart; letters, digits, '_' and '-'
   */
  Workspace within(String scope);

  /**
   * Opens the files of a branch of this run: a work tree and a git branch of its own, which are
   * made when they are not there yet (SEMANTICS §7).
   *
   * @param runId of the branch
   * @param branch its git branch, without {@code refs/heads/}
   * @param base the commit a new branch starts at
   * @param folder where the work tree lies
   * @param cancellation of the branch: nothing works long for it after it is requested
   */
  Workspace fork(
      RunId runId, BranchName branch, String base, Path folder, Cancellation cancellation);

  /**
   * Removes the work tree of a branch, which nobody has open, and what git knows of it; nothing
   * when there is none. Its commits and its git branch stay. So does the work tree where it may be
   * the only place of something: of commits of a repository that lies in it.
   *
   * @param base the commit that the branch began at
   * @return why it stays; empty when it does not
   */
  Optional<String> discardFork(RunId runId, String base, Path folder);

  /**
   * Moves the run branch on to a commit that follows it, and makes the files those of that commit.
   * What is ignored by git stays.
   *
   * @throws dev.attractor.ports.AttractorException when it does not follow; nothing has changed
   *     then
   */
  void fastForward(String commit);

  /**
   * Merges one commit into another as git would, with the repository's own merge drivers,
   * attributes and settings. It happens in the files, beside the run branch, which does not move
   * before {@link #fastForward}; the same commits make the same merge.
   *
   * @param stage what the merge commit says
   * @param ours the commit merged into; a merge of before, or one that leads to it
   * @param theirs the commit merged; where one leads to the other, that is the result
   */
  Merge merge(StageCommit stage, String ours, String theirs);

  /**
   * Commits what was made of a conflict in the files, if it is a merge of both sides: nothing left
   * as git had left it, no conflict marker that no side had, no file and no change of a side gone.
   *
   * @param conflict what {@link #merge} returned last
   */
  Merge resolve(StageCommit stage, Merge.Conflicting conflict);

  /** Gives a merge up: the files are those of the commit at which the run branch stands. */
  void abandonMerge();

  /** Returns the number of the last journal line that is kept of a run; 0 when nothing is. */
  long recordedUpTo(RunId runId);

  /**
   * Adds to what the repository keeps of a run. It costs the same however much is kept already.
   *
   * @param news what is new; texts of a name that is there already go behind those
   * @param seq the number of the last journal line in it
   * @param anew whether all that was kept before is replaced
   */
  void keepRecord(RunRecord news, long seq, boolean anew);

  /**
   * Returns what all commits that lead from one to another make of files, the same once; the latest
   * commit first, and of very many commits the latest alone.
   */
  List<NewContent> broughtBy(String head, String commit);

  /** Returns which of these paths are files in a commit. */
  Set<String> filesAt(String commit, List<String> paths);

  /** Returns what changed between two commits, as a patch; cut off when it is very long. */
  String diff(String from, String to);

  @Override
  void close();
}
