package dev.attractor.fs;

import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.journal.JournalFormat;

/** Facts as they stand in {@code progress.ndjson}. */
final class JournalLines implements JournalFormat {
  @Override
  public String eventOf(JournalEntry entry) {
    return EventJson.name(entry.event());
  }

  @Override
  public String lineOf(String runId, JournalEntry entry) {
    return Json.LINE.writeValueAsString(EventJson.write(runId, entry));
  }
}
