package dev.attractor.ports.usecase;

import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.secret.SecretNames;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.runfolder.StageEvidence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells how runs stand. */
public interface InspectRuns {
  /**
   * Returns the folder of a run.
   *
   * @param run a folder, an id, the beginning of an id, or {@code latest}
   * @throws dev.attractor.ports.AttractorException when there is none, or more than one
   */
  Path find(String run);

  /** Returns the folders of all runs that are known, newest run first. */
  List<Path> all();

  /**
   * Returns how the run in this folder stands.
   *
   * @throws dev.attractor.ports.AttractorException when there is none
   */
  RunStatus status(Path location);

  /**
   * Returns in short how the run in this folder stands, at once however long it is.
   *
   * @throws dev.attractor.ports.AttractorException when there is none
   */
  RunGlance glance(Path location);

  /**
   * Returns the folder of the latest attempt of a stage, be it in an iteration of the run, in a
   * branch or in a stage that is a pipeline; empty when it has not begun.
   */
  Optional<Path> latestStage(Path location, NodeId nodeId);

  /**
   * Returns what an attempt has left.
   *
   * @param location the folder of the run, or of the branch, that it belongs to
   * @param iteration how often that had begun anew
   * @param most characters of each text
   */
  StageEvidence evidence(Path location, Attempt attempt, int iteration, int most);

  /**
   * Returns what stages that are pipelines have run, each run by itself, by location.
   *
   * @param location the folder of the run, branch or part that the stages belong to
   */
  List<RunSnapshot> parts(Path location);

  /** Returns the branches of a run, and the runs of its stages that are pipelines. */
  default List<RunSnapshot> inside(RunSnapshot run) {
    if (run.source().parts().isEmpty()) {
      return run.branches(); // else folders would be searched for nothing
    }
    List<RunSnapshot> inside = new ArrayList<>(run.branches());
    inside.addAll(parts(run.location()));
    return inside;
  }

  /**
   * Returns which variables of the environment are secrets to a run: the usual ones, and those that
   * its configuration names.
   *
   * @throws dev.attractor.ports.AttractorException when its configuration cannot be read
   */
  SecretNames secretNames(Path location);

  /** Returns what changed between two commits of a repository, as a patch. */
  String diff(Path repository, String from, String to);

  /**
   * Returns all that is known of the run in this folder.
   *
   * @throws dev.attractor.ports.AttractorException when there is none
   */
  RunSnapshot history(Path location);
}
