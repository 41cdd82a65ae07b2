package dev.attractor.engine.run;

import dev.attractor.engine.stage.SetupCommands;
import dev.attractor.ports.config.SetupConfig;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.usecase.RunObserver;

/** One work tree, which is prepared once by each driver, before anything works in it. */
final class Preparation {
  private final SetupCommands commands;
  private final RunFolder run;
  private boolean done;

  private Preparation(SetupCommands commands, RunFolder run) {
    this.commands = commands;
    this.run = run;
  }

  /** Makes one, after what a dead driver left running was ended. */
  static Preparation of(SetupCommands commands, RunFolder run) {
    commands.endLeftover(run.setup());
    return new Preparation(commands, run);
  }

  /** Prepares the work tree if that was not done yet. Only the thread of the run calls it. */
  void ensure(RunObserver observer, Cancellation cancellation) {
    SetupConfig setup = run.config().setup();
    if (!done && !setup.commands().isEmpty()) {
      observer.preparing(setup);
      commands.run(setup, run.manifest().worktree(), run.setup(), cancellation);
    }
    done = true;
  }
}
