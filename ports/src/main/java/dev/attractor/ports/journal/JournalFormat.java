package dev.attractor.ports.journal;

import dev.attractor.domain.run.RunId;

/** How facts are written (SEMANTICS §10). */
public interface JournalFormat {
  /** Returns the name of the entry's event. */
  String eventOf(JournalEntry entry);

  /** Returns the entry as its line stands in the journal of a run. */
  String lineOf(RunId runId, JournalEntry entry);
}
