package dev.attractor.ports.usecase;

import java.nio.file.Path;

/** Tells how runs stand. */
public interface InspectRuns {
  /**
   * Returns how the run in this folder stands.
   *
   * @throws dev.attractor.ports.Problem when there is none
   */
  RunStatus status(Path location);

  /**
   * Returns how the newest run stands.
   *
   * @throws dev.attractor.ports.Problem when there is none
   */
  RunStatus latest();
}
