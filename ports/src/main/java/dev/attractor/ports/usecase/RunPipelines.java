package dev.attractor.ports.usecase;

import dev.attractor.ports.process.Cancellation;
import java.nio.file.Path;
import java.util.Optional;

/** Starts runs and goes on with them. */
public interface RunPipelines {
  /**
   * Runs a pipeline to its end.
   *
   * @throws dev.attractor.ports.AttractorException when the request is wrong or the machine fails
   */
  RunResult run(RunRequest request, RunObserver observer, Cancellation cancellation);

  /**
   * Goes on with a run that was interrupted or canceled; one that has ended is only reported.
   *
   * @param location its logs root
   * @param how where its repository is now, and who decides about a run from elsewhere
   * @throws dev.attractor.ports.AttractorException when there is none or the machine fails
   */
  RunResult resume(
      Path location, ResumeRequest how, RunObserver observer, Cancellation cancellation);

  /**
   * Goes on with the run on a branch. Where its folder is gone, it is made again from what the
   * repository, or its origin, keeps of the run.
   *
   * @param repository a folder in the repository
   * @param branch the run branch, without {@code refs/heads/}
   * @param location where to make the folder instead of the default place
   * @param how where its repository is now, and who decides about a run from elsewhere
   * @throws dev.attractor.ports.AttractorException when nothing is kept of such a run or the
   *     machine fails
   */
  RunResult resumeBranch(
      Path repository,
      String branch,
      Optional<Path> location,
      ResumeRequest how,
      RunObserver observer,
      Cancellation cancellation);
}
