package dev.attractor.ports.workspace;

import dev.attractor.domain.run.RunId;
import java.util.Map;

/**
 * What the repository itself keeps of a run, so that it can be resumed when its folder is gone
 * (SEMANTICS §11).
 *
 * @param runId the run, or a run inside it
 * @param head where its branch stands
 * @param files texts by name
 */
public record RunRecord(RunId runId, String head, Map<String, String> files) {
  public RunRecord {
    files = Map.copyOf(files);
  }
}
