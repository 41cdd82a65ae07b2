package dev.attractor.engine.run;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.run.BranchNames;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.usecase.RunObserver;
import dev.attractor.ports.usecase.RunResult;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Workspace;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Function;

/** Drives a run to its end: the one door to the loop. */
public final class RunDriver {
  private final RunTools tools;

  @Inject
  RunDriver(RunTools tools) {
    this.tools = tools;
  }

  /**
   * A run to drive.
   *
   * @param pipeline as it was compiled from the folder's copy
   * @param folder opened, with the run's lock
   * @param repository the one that the run works on
   * @param observer is told every fact
   * @param cancellation ends the run so that it can be resumed
   */
  public record Job(
      ValidPipeline pipeline,
      RunFolder folder,
      GitRepository repository,
      RunObserver observer,
      Cancellation cancellation) {}

  /** Drives a run that has only just been made. */
  public RunResult.Finished begin(Job job, RunEvent.PreflightCompleted checked) {
    job.folder().entries().forEach(job.observer()::happened);
    return drive(job, Optional.of(checked), RunLoop::drive);
  }

  /**
   * Goes on with a run.
   *
   * @param checked what preflight found, unless the run is over already
   */
  public RunResult.Finished resume(Job job, Optional<RunEvent.PreflightCompleted> checked) {
    return drive(job, checked, RunLoop::resume);
  }

  private RunResult.Finished drive(
      Job job, Optional<RunEvent.PreflightCompleted> checked, Function<RunLoop, RunEnd> way) {
    RunFolder folder = job.folder();
    Manifest manifest = folder.manifest();
    RunEnd end;
    RunLoop loop;
    try (Workspace workspace =
            job.repository()
                .workspace(
                    manifest.runId(),
                    manifest.runBranch(),
                    manifest.baseCommit(),
                    manifest.worktree(),
                    job.cancellation());
        StallWatchdog watchdog =
            new StallWatchdog(
                folder.config().limits(), tools.stopwatch(), job.observer(), job.cancellation())) {
      loop =
          new RunLoop(
              OpenRun.outermost(
                  tools,
                  job.pipeline(),
                  folder,
                  workspace,
                  watchdog.observer(),
                  watchdog.cancellation(),
                  () -> publish(job)));
      watchdog.watch(loop::note);
      checked.ifPresent(loop::note);
      end = toItsEnd(loop, way, watchdog.cancellation());
    }
    publish(job); // nobody watches any more, and nothing is written down after the end
    return new RunResult.Finished(folder.location(), manifest, loop.state().head(), end);
  }

  /**
   * Drives a run, and stops it, so that it can be resumed, when somebody else holds what it needs.
   */
  static RunEnd toItsEnd(RunLoop loop, Function<RunLoop, RunEnd> way, Cancellation cancellation) {
    try {
      return way.apply(loop);
    } catch (AttractorException e) {
      if (e.kind() != AttractorException.Kind.BUSY) {
        throw e;
      }
      cancellation.request("%s (%s)".formatted(e.getMessage(), e.hint()));
      return stopped(loop);
    }
  }

  /** What the repository keeps of the run may meet the same lock; whoever resumes keeps it then. */
  private static RunEnd stopped(RunLoop loop) {
    try {
      return loop.drive();
    } catch (AttractorException e) {
      if (e.kind() != AttractorException.Kind.BUSY) {
        throw e;
      }
      return loop.state().end().orElseThrow(() -> e); // not even that could be written down
    }
  }

  /** Pushes the run where the configuration says so. That it failed is a warning. */
  private static void publish(Job job) {
    Manifest manifest = job.folder().manifest();
    BranchNames branches = BranchNames.of(manifest.runBranch(), manifest.runId());
    job.folder()
        .config()
        .git()
        .pushRemote()
        .ifPresent(remote ->
            job.repository()
                .push(remote, branches)
                .ifPresent(trouble ->
                    job.observer()
                        .warned(
                            "%s was not pushed to %s: %s"
                                .formatted(branches.run(), remote, trouble))));
  }
}
