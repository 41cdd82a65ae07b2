package dev.attractor.ports.usecase;

import dev.attractor.ports.process.Cancellation;
import java.nio.file.Path;

/** Starts runs and goes on with them. */
public interface RunPipelines {
  /**
   * Runs a pipeline to its end.
   *
   * @throws dev.attractor.ports.Problem when the request is wrong or the machine fails
   */
  RunResult run(RunRequest request, RunObserver observer, Cancellation cancellation);

  /**
   * Goes on with a run that was interrupted or canceled; one that has ended is only reported.
   *
   * @param location its logs root
   * @throws dev.attractor.ports.Problem when there is none or the machine fails
   */
  RunResult resume(Path location, RunObserver observer, Cancellation cancellation);
}
