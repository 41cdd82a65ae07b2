package dev.attractor.ports.stage;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.parallel.FanIn;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.Instruction;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.StageFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One attempt to execute.
 *
 * @param node the node
 * @param state how the run stands; immutable
 * @param worktree the files to work on
 * @param ownFiles at which of {@link dev.attractor.ports.runfolder.StatusWatch#PLACES} the
 *     repository has a file of its own
 * @param folder where the artifacts go
 * @param errand what an agent is asked beside the prompt of the node
 * @param told gives what the agents of the run have been told since it was asked last, once that is
 *     a fact
 * @param notes where facts go on which nothing depends
 */
public record StageRequest(
    ValidPipeline pipeline,
    Node node,
    Attempt attempt,
    RunState state,
    Path worktree,
    Set<String> ownFiles,
    StageFolder folder,
    RunConfig config,
    Cancellation cancellation,
    Optional<Errand> errand,
    Supplier<List<Instruction>> told,
    Consumer<RunEvent.Observation> notes) {
  public StageRequest {
    ownFiles = Set.copyOf(ownFiles);
  }

  /** What an agent is asked that works for a node of another kind than its own. */
  public sealed interface Errand {}

  /**
   * What a join asks its agent: to choose one of the branches, or to merge two of them.
   *
   * @param conflict what keeps them from being merged without an agent
   */
  public record Joining(FanIn fanIn, Optional<RunEvent.MergeConflict> conflict) implements Errand {}

  /**
   * What a manager asks its agent: what to tell the child, if anything (SEMANTICS §7a).
   *
   * @param seen the child's facts, {@code stack.child.*}
   * @param child how it stands
   * @param folder where it keeps what happened in it
   */
  public record Steering(Map<String, String> seen, RunState child, Path folder) implements Errand {}

  /** Returns the id of the run. */
  public RunId runId() {
    return state.origin().runId();
  }
}
