package dev.attractor.ports.journal;

import dev.attractor.domain.run.RunEvent;

/** The open journal of one run. One driver writes it; appends may come from several threads. */
public interface Journal {
  /**
   * Appends a fact. When this returns, a {@link RunEvent.StateChange} is on disk and survives a
   * crash of the machine.
   *
   * @return the entry as a reader of the journal gets it, secrets left out
   */
  JournalEntry append(RunEvent event);
}
