package dev.attractor.engine.run;

import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.journal.Journal;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.usecase.RunObserver;
import java.util.List;

/**
 * Keeps journal and state together: a fact is written down, then folded, then shown. Handlers may
 * add observations from other threads.
 */
final class Recorder {
  private final Journal journal;
  private final RunObserver observer;
  private RunState state;
  private long attemptSeq;

  Recorder(Journal journal, RunObserver observer, List<JournalEntry> entries) {
    this.journal = journal;
    this.observer = observer;
    this.state = RunState.fold(entries.stream().map(JournalEntry::event).toList());
    entries.forEach(this::noteAttempt);
  }

  synchronized JournalEntry append(RunEvent event) {
    JournalEntry entry = journal.append(event);
    state = state.apply(entry.event()); // as it was written down, secrets left out
    noteAttempt(entry);
    observer.happened(entry);
    return entry;
  }

  private void noteAttempt(JournalEntry entry) {
    if (entry.event() instanceof RunEvent.StageAttemptStarted) {
      attemptSeq = entry.seq();
    }
  }

  synchronized RunState state() {
    return state;
  }

  /** Returns the number of the line with which the latest attempt began. */
  synchronized long attemptSeq() {
    return attemptSeq;
  }
}
