package dev.attractor.ports.runfolder;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.ports.journal.JournalEntry;
import java.nio.file.Path;
import java.util.List;

/**
 * A run as it was at some moment.
 *
 * @param running whether a living process holds its lock
 * @param branches the branches of its fan-outs that have begun, by location
 */
public record RunSnapshot(
    Path location,
    Manifest manifest,
    PipelineSource source,
    List<JournalEntry> entries,
    boolean running,
    List<RunSnapshot> branches) {
  public RunSnapshot {
    entries = List.copyOf(entries);
    branches = List.copyOf(branches);
  }
}
