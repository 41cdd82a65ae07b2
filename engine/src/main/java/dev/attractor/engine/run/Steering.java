package dev.attractor.engine.run;

import dev.attractor.domain.run.Instruction;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.journal.JournalEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes what the agents of a run are told while it goes on, and writes it down: from then on it is
 * a fact, which later stages are told of (SEMANTICS §7a). What a run is told, those inside it are
 * told as well, whenever they begin. Safe for use by several threads.
 */
final class Steering {
  private final OpenRun run;
  private final Set<String> taken = new HashSet<>();

  Steering(OpenRun run) {
    this.run = run;
    for (JournalEntry entry : run.folder().entries()) {
      if (entry.event() instanceof RunEvent.Steered(Instruction said, var child)
          && child.isEmpty()) {
        taken.add(said.id());
      }
    }
  }

  /** Returns what has been said since the last time, once it is written down. */
  synchronized List<Instruction> take() {
    List<Instruction> news = new ArrayList<>();
    for (Instruction said : run.instructions()) {
      if (taken.add(said.id())) {
        run.recorder().append(RunEvent.Steered.here(said));
        news.add(said);
      }
    }
    return news;
  }
}
