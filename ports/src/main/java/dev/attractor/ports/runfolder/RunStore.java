package dev.attractor.ports.runfolder;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.human.Choice;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.Instruction;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.workspace.RunRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** All run folders of this machine. */
public interface RunStore {
  /** Returns where the folder of a run lies unless somebody asks for another place. */
  Path defaultLocation(RunId runId);

  /**
   * Makes the folder of a new run and takes its lock. The journal holds the first fact when this
   * returns.
   *
   * @param beforeItBegins is called when nobody else can begin a run there any more; when it
   *     throws, no run has begun
   * @throws dev.attractor.ports.AttractorException when there is something at that place already
   */
  RunFolder create(Path location, NewRun run, Runnable beforeItBegins);

  /**
   * Returns whether a run has begun in a folder, or a living process is about to begin one.
   *
   * @param place any text; what is no folder is not taken
   */
  boolean isTaken(String place);

  /**
   * Returns whether a living process drives a run in a folder that is not this one.
   *
   * @param place any text; what is no folder is not driven
   */
  boolean isDrivenBeside(Path location, String place);

  /**
   * Makes the folder of a run that will be begun by another process, and the file for what that
   * prints. Until it is given back, nobody else gets it.
   *
   * @throws dev.attractor.ports.AttractorException when somebody has it, or there is a run already
   */
  DetachedStart detach(Path location);

  /**
   * The same for a run that has begun, with which another process will go on.
   *
   * @throws dev.attractor.ports.AttractorException when there is no run, somebody drives it, or is
   *     about to
   */
  DetachedStart detachAgain(Path location);

  /** That nobody else starts a process which is to begin, or go on with, a run in a folder. */
  interface DetachedStart extends Claim {
    /** Returns the file for what the process prints, which is there. */
    Path output();

    /** Returns whether the first fact is there: the moment from which the run can be resumed. */
    boolean hasBegun();

    /**
     * Removes the output and the folder, after nothing has begun.
     *
     * @return whether the folder is still there, since something else is in it
     */
    boolean discard();
  }

  /**
   * Opens the folder of a run to go on with it, and takes its lock. A torn last line of the journal
   * is cut off.
   *
   * @throws dev.attractor.ports.AttractorException when there is no run, it is damaged, or another
   *     process drives it
   */
  RunFolder open(Path location);

  /**
   * Looks at a run without touching it. Of a journal with a line that cannot be understood, what
   * stands before it is read.
   *
   * @throws dev.attractor.ports.AttractorException when there is no run, or not even that
   */
  RunSnapshot inspect(Path location);

  /**
   * Looks at how a run stands. However long its journal is, no more is read of it than its first
   * line and as many of its last ones as that takes; only when one of those cannot be understood,
   * all is read. Its branches are not looked at.
   *
   * @throws dev.attractor.ports.AttractorException when there is no run, or nothing that can be
   *     read
   */
  RunSnapshot glance(Path location);

  /** Returns what agents had used when a stage ended last; empty when nobody wrote it down. */
  Optional<Usage> used(Path location);

  /**
   * Makes the folder of a run again. Killed at any instant, it leaves a run that is whole, or none.
   *
   * @param records what is kept of the run and of those inside it, the run itself first
   * @param repository where its repository is now
   * @param beforeItIsThere is told what those runs are, in the same order, before the run can be
   *     found
   * @throws dev.attractor.ports.AttractorException when there is something at that place already,
   *     or the records are damaged
   */
  void restore(
      Path location,
      Path repository,
      List<RunRecord> records,
      Consumer<List<Manifest>> beforeItIsThere);

  /**
   * Returns whether the run in a folder is the one that a repository keeps this of.
   *
   * @throws dev.attractor.ports.AttractorException when there is no run, or the record is damaged
   */
  boolean isOf(Path location, RunRecord record);

  /** Returns who drives the run in this folder; empty when nobody does. */
  Optional<Driver> driver(Path location);

  /** Returns the files that identify what the stages of the run, and of its branches, run. */
  List<Path> processRecords(Path location);

  /**
   * Returns what an attempt has left.
   *
   * @param location the folder of the run itself, not of one that it is a branch of
   * @param iteration how often the run had begun anew
   * @param most characters of each text
   */
  StageEvidence evidence(Path location, Attempt attempt, int iteration, int most);

  /**
   * Returns what stages that are pipelines have run, each run by itself, by location.
   *
   * @param location the folder of the run, branch or part that the stages belong to
   */
  List<RunSnapshot> parts(Path location);

  /**
   * Returns the configuration of a run exactly as it runs.
   *
   * @param location the folder of the run itself, not of one inside it
   * @throws dev.attractor.ports.AttractorException when it cannot be read
   */
  RunConfig config(Path location);

  /**
   * Tells the agents of a run something, whether it is driven or not; nothing when it is told
   * already. It is on the disk when this returns.
   *
   * @param location the folder of the run, or of one inside it
   */
  void tell(Path location, Instruction instruction);

  /**
   * Returns the folder of the latest attempt of a stage, be it in an iteration of the run, in a
   * branch or in a stage that is a pipeline; empty when it has not begun.
   */
  Optional<Path> latestStage(Path location, NodeId nodeId);

  /** Returns the questions of the run, and of its branches, that wait for an answer. */
  List<OpenQuestion> questions(Path location);

  /**
   * Answers a question.
   *
   * @return whether it was still open, and nobody had answered it
   */
  boolean answer(Path location, OpenQuestion question, Choice choice);

  /**
   * Keeps everybody from driving the run in a folder until it is given back.
   *
   * @throws dev.attractor.ports.AttractorException when somebody drives it
   */
  Claim claim(Path location);

  /** That nobody else drives a run. */
  interface Claim extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Removes the folder of a run with all that is in it, as far as that can be done.
   *
   * @return what is left, each with the reason; empty when nothing is
   */
  List<String> remove(Path location);

  /**
   * Returns the folders at the default place that hold nothing but the report of checks after which
   * no run began.
   *
   * @param before those that were made earlier
   */
  List<Path> refused(Instant before);

  /** Removes one of those; a folder that holds anything else stays as it is. */
  void removeRefused(Path location);

  /** Returns the runs at the default place, and those elsewhere that began here, newest first. */
  List<KnownRun> list();

  /** Returns how many bytes are free at the default place. */
  long room();

  /** Keeps the report of a preflight in a folder, which is made when it is not there. */
  void savePreflight(Path location, PreflightReport report);
}
