package dev.attractor.engine.run;

import dev.attractor.domain.compile.ValidPipeline;
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
  /** For runs inside another one: only the outermost is published. */
  static final Runnable TELL_NOBODY = () -> {};

  static OpenRun of(
      RunTools tools,
      ValidPipeline pipeline,
      RunFolder folder,
      Workspace workspace,
      Preparation preparation,
      RunObserver observer,
      Cancellation cancellation,
      Runnable restarted) {
    return new OpenRun(
        tools,
        pipeline,
        folder,
        workspace,
        preparation,
        observer,
        cancellation,
        restarted,
        new Recorder(folder.journal(), observer, folder.entries()));
  }

  String id() {
    return folder.manifest().runId();
  }

  RunState state() {
    return recorder.state();
  }
}
