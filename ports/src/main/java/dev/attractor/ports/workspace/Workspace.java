package dev.attractor.ports.workspace;

import dev.attractor.domain.run.Attempt;
import java.nio.file.Path;

/** The files of one run. It knows nothing of what stages mean. */
public interface Workspace extends AutoCloseable {
  /** Returns the folder. */
  Path folder();

  /**
   * Commits the files as they are, on top of the run branch, without moving it. Called twice for
   * one attempt it returns the same commit (SEMANTICS §12).
   *
   * @return the commit in hex
   */
  String commit(StageCommit stage);

  /**
   * Moves the run branch to the commit that {@link #commit} made of this attempt; nothing when it
   * is there already.
   *
   * @throws dev.attractor.ports.AttractorException when the commit does not follow where it is
   */
  void advanceTo(Attempt attempt, String commit);

  /**
   * Puts the files back: the run branch at one commit, the files as in another. What is ignored by
   * git stays.
   *
   * @param head where the run branch stands
   * @param files the commit whose files are wanted
   */
  void rollBackTo(String head, String files);

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
   */
  Workspace fork(String runId, String branch, String base, Path folder);

  /**
   * Removes the work tree of a branch, which nobody has open, and what git knows of it; nothing
   * when there is none. Its commits and its git branch stay.
   */
  void discardFork(String runId, Path folder);

  /**
   * Moves the run branch on to a commit that follows it, and makes the files those of that commit.
   * What is ignored by git stays.
   *
   * @throws dev.attractor.ports.AttractorException when it does not follow; nothing has changed
   *     then
   */
  void fastForward(String commit);

  /** Returns the number of the last journal line that is kept of a run; 0 when nothing is. */
  long recordedUpTo(String runId);

  /**
   * Adds to what the repository keeps of a run. It costs the same however much is kept already.
   *
   * @param news what is new; texts of a name that is there already go behind those
   * @param seq the number of the last journal line in it
   * @param anew whether all that was kept before is replaced
   */
  void keepRecord(RunRecord news, long seq, boolean anew);

  /** Returns what changed between two commits, as a patch; cut off when it is very long. */
  String diff(String from, String to);

  @Override
  void close();
}
