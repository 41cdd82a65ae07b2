package dev.attractor.ports.usecase;

import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.RemovedBranches;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stops runs, waits for them, and clears them away. */
public interface ControlRuns {
  /**
   * Stops a run cleanly, so that it can be resumed. When it has not stopped after the grace, it is
   * ended by force, and with it all that it had started, if that is asked for.
   *
   * @return how the run stands then
   * @throws dev.attractor.ports.AttractorException when nobody drives it, or it does not stop
   */
  RunStatus stop(Path location, Duration grace, boolean force, Cancellation cancellation);

  /**
   * Waits until nobody drives the run any more.
   *
   * @param limit how long to wait at most; empty for as long as it takes
   * @return how the run stands then; empty when it is still driven
   */
  Optional<RunStatus> await(Path location, Optional<Duration> limit, Cancellation cancellation);

  /** Returns the questions of a run that wait for an answer. */
  List<OpenQuestion> questions(Path location);

  /**
   * Answers a question of a run.
   *
   * @param question its id, or the node that asks; empty when only one question is open
   * @param choice the key, label or target of a choice
   * @throws dev.attractor.ports.AttractorException when no such question is open, or there is no
   *     such choice
   */
  OpenQuestion answer(Path location, Optional<String> question, String choice);

  /**
   * Deletes the branches of a run, and of its fan-outs, in its repository, if that is the one which
   * keeps a record of this run.
   *
   * @throws dev.attractor.ports.AttractorException when somebody drives the run, or the repository
   *     is gone or keeps nothing of this run
   */
  RemovedBranches removeBranches(Path location);

  /**
   * Returns what goes with the folder of a run and is in no commit; see {@link
   * dev.attractor.ports.workspace.GitRepository#uncommitted}. Nothing where the repository is gone.
   */
  List<String> uncommitted(Path location);

  /**
   * Removes the folder of a run, its work tree and the refs of its attempts. The run branch, and so
   * the work, stays.
   *
   * @return what is left, each with the reason; empty when nothing is
   * @throws dev.attractor.ports.AttractorException when somebody drives the run
   */
  List<String> remove(Path location);

  /** See {@link dev.attractor.ports.runfolder.RunStore#refused}. */
  List<Path> refused(Instant before);

  /** See {@link dev.attractor.ports.runfolder.RunStore#removeRefused}. */
  void removeRefused(Path location);
}
