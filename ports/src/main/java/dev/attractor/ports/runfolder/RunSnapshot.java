package dev.attractor.ports.runfolder;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.ports.journal.JournalEntry;
import java.nio.file.Path;
import java.util.List;

/**
 * A run as it was at some moment.
 *
 * @param running whether a living process holds its lock
 */
public record RunSnapshot(
    Path location,
    Manifest manifest,
    PipelineSource source,
    List<JournalEntry> entries,
    boolean running) {
  public RunSnapshot {
    entries = List.copyOf(entries);
  }
}
