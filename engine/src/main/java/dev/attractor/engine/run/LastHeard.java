package dev.attractor.engine.run;

import dev.attractor.domain.run.RunId;
import dev.attractor.ports.config.SetupConfig;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.usecase.RunObserver;
import java.time.Instant;

/** Notes when something has happened last in a run, or in one inside it. */
final class LastHeard {
  private volatile Instant at;

  /** Makes one of a run that has only just been opened. */
  LastHeard(Instant at) {
    this.at = at;
  }

  Instant at() {
    return at;
  }

  /** Returns an observer that is told everything, too. */
  RunObserver before(RunObserver other) {
    return new RunObserver() {
      @Override
      public void happened(JournalEntry entry) {
        at = entry.at();
        other.happened(entry);
      }

      @Override
      public void warned(String message) {
        other.warned(message);
      }

      @Override
      public void preparing(SetupConfig setup) {
        other.preparing(setup);
      }

      @Override
      public RunObserver inner(String name, RunId runId) {
        return before(other.inner(name, runId));
      }
    };
  }
}
