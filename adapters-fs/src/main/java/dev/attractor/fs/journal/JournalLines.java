package dev.attractor.fs.journal;

import dev.attractor.domain.run.RunId;
import dev.attractor.fs.file.Json;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.journal.JournalFormat;

/** Facts as they stand in {@code progress.ndjson}. */
public final class JournalLines implements JournalFormat {
  @Override
  public String eventOf(JournalEntry entry) {
    return EventJson.name(entry.event());
  }

  @Override
  public String lineOf(RunId runId, JournalEntry entry) {
    return Json.LINE.writeValueAsString(EventJson.write(runId, entry));
  }
}
