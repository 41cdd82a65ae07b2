package dev.attractor.ports.runfolder;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.config.RunConfig;
import java.nio.file.Path;
import java.util.List;

/** All run folders of this machine. */
public interface RunStore {
  /** Returns where the folder of a run lies unless somebody asks for another place. */
  Path defaultLocation(String runId);

  /**
   * Makes the folder of a new run and takes its lock. The journal holds the first fact when this
   * returns.
   *
   * @throws dev.attractor.ports.Problem when there is something at that place already
   */
  RunFolder create(
      Path location,
      Manifest manifest,
      PipelineSource source,
      RunConfig config,
      RunEvent.RunStarted started);

  /**
   * Opens the folder of a run to go on with it, and takes its lock. A torn last line of the journal
   * is cut off.
   *
   * @throws dev.attractor.ports.Problem when there is no run, it is damaged, or another process
   *     drives it
   */
  RunFolder open(Path location);

  /**
   * Looks at a run without touching it.
   *
   * @throws dev.attractor.ports.Problem when there is no run or it is damaged
   */
  RunSnapshot inspect(Path location);

  /** Returns the folders at the default place, newest run first. */
  List<Path> list();

  /** Returns how many bytes are free at the default place. */
  long room();

  /** Keeps the report of a preflight in a folder, which is made when it is not there. */
  void savePreflight(Path location, PreflightReport report);
}
