package dev.attractor.engine.run;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.usecase.RunObserver;
import dev.attractor.ports.workspace.Workspace;

/**
 * A run in the hands of its driver.
 *
 * @param preparation of the work tree, which a run inside another shares with it
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
    RunObserver innerObserver = observer.inner(name, innerFolder.manifest().runId());
    return new OpenRun(
        tools,
        innerPipeline,
        innerFolder,
        innerWorkspace,
        innerPreparation,
        innerObserver,
        innerCancellation,
        () -> {},
        new Recorder(innerFolder.journal(), innerObserver, innerFolder.entries()));
  }

  RunId id() {
    return folder.manifest().runId();
  }

  RunState state() {
    return recorder.state();
  }
}
