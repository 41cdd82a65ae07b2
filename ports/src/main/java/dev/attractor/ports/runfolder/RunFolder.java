package dev.attractor.ports.runfolder;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.FanOutPass;
import dev.attractor.domain.run.Instruction;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.journal.Journal;
import dev.attractor.ports.journal.JournalEntry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The folder of a run, held by its driver. */
public interface RunFolder extends AutoCloseable {
  /** Returns the logs root. */
  Path location();

  /** Returns what the run is. */
  Manifest manifest();

  /** Returns whether the run did not begin here, and nobody has agreed to it yet. */
  boolean isStranger();

  /** Notes that somebody has agreed to what the run does. */
  void trust();

  /**
   * Returns where the git branches of the run, and of those inside it, stand by the record from
   * which this folder was made again; empty when nothing is to be put back.
   *
   * @return commits in hex by the names of branches, without {@code refs/heads/}
   */
  Map<BranchName, String> toPutBack();

  /** Notes that those branches are there. */
  void putBack();

  /** Notes that the repository of the run is at another place. */
  void follow(Path repository);

  /** Returns the pipeline exactly as it runs, with the files it refers to. */
  PipelineSource source();

  /** Returns the configuration exactly as it runs. */
  RunConfig config();

  /**
   * Returns the file of the catalog of models that the run began with; empty when none was kept.
   */
  Optional<Path> catalog();

  /** Returns the files that say what runs here, by name, and where this folder lies. */
  Map<String, String> description();

  /** Returns the entries that were there when the folder was opened. */
  List<JournalEntry> entries();

  /** Returns the journal. */
  Journal journal();

  /** Returns the folder of a stage. */
  StageFolder stage(Attempt attempt, int iteration);

  /** Returns the folder of the commands that prepare the work tree. */
  StageFolder setup();

  /**
   * Opens the folder of the run that a stage of type {@code pipeline} is, below the folder of the
   * stage; makes it when it is not there yet.
   *
   * @param source the pipeline of that run
   * @param started its first fact, when it is made
   */
  RunFolder part(StageFolder stage, PipelineSource source, RunEvent.RunStarted started);

  /** Returns whether that run, and not one of an earlier attempt, has begun there. */
  boolean hasPart(StageFolder stage, RunId runId);

  /** Returns where the work tree of the child that a manager looks after lies (SEMANTICS §7a). */
  Path childWorktree(StageFolder manager);

  /**
   * Opens the folder of the child that a manager looks after, below the folder of the stage; makes
   * it when it is not there yet.
   *
   * @param source the pipeline of the child
   * @param started its first fact, when it is made
   */
  RunFolder child(StageFolder manager, PipelineSource source, RunEvent.RunStarted started);

  /**
   * Returns the folder of what the agent of a manager does in a cycle, below that of the stage.
   *
   * @param cycle from 1
   */
  StageFolder steering(StageFolder manager, Attempt attempt, int cycle);

  /** Returns whether a person is asked something in the run, or in one inside it. */
  boolean isAsking();

  /** Returns what the agents of the run are told, oldest first, whoever said it. */
  List<Instruction> instructions();

  /** Adds something that the agents of the run are told; nothing when it is there already. */
  void tell(Instruction instruction);

  /** Returns where the work tree of a branch lies while it runs (SEMANTICS §7). */
  Path branchWorktree(Attempt fanOut, Branch branch);

  /**
   * Opens the folder of a branch; makes it when it is not there yet.
   *
   * @param started its first fact, when it is made
   */
  RunFolder branch(Attempt fanOut, Branch branch, RunEvent.RunStarted started);

  /** Returns whether that branch has begun. */
  boolean hasBranch(Attempt fanOut, Branch branch);

  /** Keeps all that a branch has said, redacted, for its join (SEMANTICS §7). */
  void keepSaid(Attempt fanOut, Branch branch, String text);

  /** Returns what {@link #keepSaid} kept; empty when nothing. */
  String said(Attempt fanOut, Branch branch);

  /** Writes {@code results.json}: how the branches of a visit of a fan-out ended. */
  void saveResults(FanOut fanOut, FanOutPass pass);

  /** Writes {@code checkpoint.json}: a view of the state for other programs. */
  void saveCheckpoint(RunState state, long seq, Instant at);

  /** Writes {@code final.json}. */
  void saveFinal(FinalReport report);

  /** Returns how many bytes are free where the run, and its work tree, lies. */
  long room();

  /** Gives the lock back. */
  @Override
  void close();
}
