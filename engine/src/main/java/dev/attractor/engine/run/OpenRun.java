package dev.attractor.engine.run;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.usecase.RunObserver;
import dev.attractor.ports.workspace.Workspace;

/** A run in the hands of its driver. */
record OpenRun(
    RunTools tools,
    ValidPipeline pipeline,
    RunFolder folder,
    Workspace workspace,
    RunObserver observer,
    Cancellation cancellation,
    Recorder recorder) {

  static OpenRun of(
      RunTools tools,
      ValidPipeline pipeline,
      RunFolder folder,
      Workspace workspace,
      RunObserver observer,
      Cancellation cancellation) {
    return new OpenRun(
        tools,
        pipeline,
        folder,
        workspace,
        observer,
        cancellation,
        new Recorder(folder.journal(), observer, folder.entries()));
  }

  String id() {
    return folder.manifest().runId();
  }

  RunState state() {
    return recorder.state();
  }
}
