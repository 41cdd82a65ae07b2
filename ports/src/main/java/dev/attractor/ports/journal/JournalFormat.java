package dev.attractor.ports.journal;

/** How facts are written (SEMANTICS §10). */
public interface JournalFormat {
  /** Returns the name of the entry's event. */
  String eventOf(JournalEntry entry);

  /** Returns the entry as its line stands in the journal of a run. */
  String lineOf(String runId, JournalEntry entry);
}
