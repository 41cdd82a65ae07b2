package dev.attractor.engine.run;

import dev.attractor.domain.layout.RunLayout;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.workspace.RunRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keeps what a run needs to be resumed in the repository, too: what it is, once, and its journal,
 * bit by bit (SEMANTICS §11).
 */
final class RecordKeeper {
  private final OpenRun run;
  private long kept;
  private boolean anew;

  RecordKeeper(OpenRun run) {
    this.run = run;
    this.kept = run.workspace().recordedUpTo(run.id());
    // After a loss of power the journal may end before lines that were kept: their numbers will be
    // given to others.
    this.anew = kept == 0 || kept > run.recorder().lastSeq();
    if (anew) {
      kept = 0;
    }
  }

  /** Adds what has come since the last time. */
  void keep() {
    List<JournalEntry> news = run.recorder().entriesAfter(kept);
    if (news.isEmpty()) {
      return;
    }
    Map<String, String> files = new LinkedHashMap<>();
    if (anew) {
      files.putAll(run.folder().description());
    }
    files.put(
        RunLayout.JOURNAL,
        news.stream()
            .map(entry -> run.tools().format().lineOf(run.id(), entry) + "\n")
            .collect(Collectors.joining()));
    long seq = news.getLast().seq();
    run.workspace().keepRecord(new RunRecord(run.id(), run.state().head(), files), seq, anew);
    kept = seq;
    anew = false;
    run.recorder().forgetEntriesUpTo(seq);
  }
}
