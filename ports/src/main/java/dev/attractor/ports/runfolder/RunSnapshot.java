package dev.attractor.ports.runfolder;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.journal.JournalEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A run as it was at some moment.
 *
 * @param running whether a living process holds its lock
 * @param entries up to the first line of its journal that cannot be understood
 * @param branches the branches of its fan-outs that have begun, by location
 * @param damage what is wrong with that line
 */
public record RunSnapshot(
    Path location,
    Manifest manifest,
    PipelineSource source,
    List<JournalEntry> entries,
    boolean running,
    List<RunSnapshot> branches,
    Optional<AttractorException> damage) {
  public RunSnapshot {
    entries = List.copyOf(entries);
    branches = List.copyOf(branches);
  }

  /** Returns what is wrong with its journal, or with that of a branch. */
  public Optional<AttractorException> anyDamage() {
    return damage.or(
        () -> branches.stream().flatMap(branch -> branch.anyDamage().stream()).findFirst());
  }
}
