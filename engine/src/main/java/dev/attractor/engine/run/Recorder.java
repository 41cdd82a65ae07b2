package dev.attractor.engine.run;

import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.journal.Journal;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.usecase.RunObserver;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Keeps journal and state together: a fact is written down, then folded, then shown. Handlers may
 * add observations from other threads.
 */
final class Recorder {
  private final Journal journal;
  private final RunObserver observer;
  private final Deque<JournalEntry> recent = new ArrayDeque<>();
  private RunState state;
  private long attemptSeq;
  private Instant attemptAt = Instant.EPOCH;
  private long lastSeq;

  Recorder(Journal journal, RunObserver observer, List<JournalEntry> entries) {
    this.journal = journal;
    this.observer = observer;
    this.state = RunState.fold(entries.stream().map(JournalEntry::event).toList());
    entries.forEach(this::remember);
  }

  synchronized JournalEntry append(RunEvent event) {
    JournalEntry entry = journal.append(event);
    state = state.apply(entry.event()); // as it was written down, secrets left out
    remember(entry);
    observer.happened(entry);
    return entry;
  }

  private void remember(JournalEntry entry) {
    recent.addLast(entry);
    lastSeq = entry.seq();
    if (entry.event() instanceof RunEvent.StageAttemptStarted) {
      attemptSeq = entry.seq();
      attemptAt = entry.at();
    }
  }

  /** Returns the number of the last line. */
  synchronized long lastSeq() {
    return lastSeq;
  }

  /** Returns the entries with higher numbers than this; those that were forgotten are missing. */
  synchronized List<JournalEntry> entriesAfter(long seq) {
    return recent.stream().filter(entry -> entry.seq() > seq).toList();
  }

  /** Lets go of entries that nobody will ask for any more. */
  synchronized void forgetEntriesUpTo(long seq) {
    recent.removeIf(entry -> entry.seq() <= seq);
  }

  synchronized RunState state() {
    return state;
  }

  /** Returns when the latest attempt began. */
  synchronized Instant attemptAt() {
    return attemptAt;
  }

  /** Returns the number of the line with which the latest attempt began. */
  synchronized long attemptSeq() {
    return attemptSeq;
  }
}
