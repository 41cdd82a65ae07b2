package dev.attractor.engine.run;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.run.Instruction;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.usecase.RunObserver;
import dev.attractor.ports.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A run in the hands of its driver.
 *
 * @param preparation of the work tree, which a run inside another shares with it
 * @param around gives what the runs around it have been told
 * @param restarted is told when the run has begun again
 */
record OpenRun(
    RunTools tools,
    ValidPipeline pipeline,
    RunFolder folder,
    Workspace workspace,
    Preparation preparation,
    RunObserver observer,
    Cancellation cancellation,
    Supplier<List<Instruction>> around,
    Runnable restarted,
    Recorder recorder) {
  /** A run of its own. */
  static OpenRun outermost(
      RunTools tools,
      ValidPipeline pipeline,
      RunFolder folder,
      Workspace workspace,
      RunObserver observer,
      Cancellation cancellation,
      Runnable restarted) {
    return new OpenRun(
        tools,
        pipeline,
        folder,
        workspace,
        Preparation.of(tools.setup(), folder),
        observer,
        cancellation,
        List::of,
        restarted,
        new Recorder(folder.journal(), observer, folder.entries()));
  }

  /**
   * A run inside this one: a branch, or the part that a stage is. Only the outermost is published.
   *
   * @param name of what it is inside of this run, for people
   */
  OpenRun inner(
      String name,
      ValidPipeline innerPipeline,
      RunFolder innerFolder,
      Workspace innerWorkspace,
      Preparation innerPreparation,
      Cancellation innerCancellation) {
    return inner(
        observer.inner(name, innerFolder.manifest().runId()),
        innerPipeline,
        innerFolder,
        innerWorkspace,
        innerPreparation,
        innerCancellation);
  }

  /** The same with an observer of its own. */
  OpenRun inner(
      RunObserver innerObserver,
      ValidPipeline innerPipeline,
      RunFolder innerFolder,
      Workspace innerWorkspace,
      Preparation innerPreparation,
      Cancellation innerCancellation) {
    return new OpenRun(
        tools,
        innerPipeline,
        innerFolder,
        innerWorkspace,
        innerPreparation,
        innerObserver,
        innerCancellation,
        this::instructions,
        () -> {},
        new Recorder(innerFolder.journal(), innerObserver, innerFolder.entries()));
  }

  /** Returns what its agents have been told, and those of the runs around it, oldest first. */
  List<Instruction> instructions() {
    List<Instruction> all = new ArrayList<>(around.get());
    all.addAll(folder.instructions());
    return all;
  }

  RunId id() {
    return folder.manifest().runId();
  }

  RunState state() {
    return recorder.state();
  }
}
