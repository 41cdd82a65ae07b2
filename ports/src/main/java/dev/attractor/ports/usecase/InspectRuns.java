package dev.attractor.ports.usecase;

import dev.attractor.ports.runfolder.RunSnapshot;
import java.nio.file.Path;

/** Tells how runs stand. */
public interface InspectRuns {
  /**
   * Returns the folder of a run.
   *
   * @param run a folder, an id, the beginning of an id, or {@code latest}
   * @throws dev.attractor.ports.Problem when there is none, or more than one
   */
  Path find(String run);

  /**
   * Returns how the run in this folder stands.
   *
   * @throws dev.attractor.ports.Problem when there is none
   */
  RunStatus status(Path location);

  /**
   * Returns all that is known of the run in this folder.
   *
   * @throws dev.attractor.ports.Problem when there is none
   */
  RunSnapshot history(Path location);
}
