package dev.attractor.engine.usecase;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.journal.JournalEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Folds a journal that somebody may have changed: its lines can be read, and yet not be true. */
final class JournalFold {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  private JournalFold() {}

  /**
   * Returns the state of the run.
   *
   * @param location its folder, for people
   * @throws AttractorException when its facts cannot follow each other
   */
  static RunState of(Path location, List<JournalEntry> entries) {
    try {
      return RunState.fold(entries.stream().map(JournalEntry::event).toList());
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw damaged(location, String.valueOf(e.getMessage()));
    }
  }

  /** Makes sure that a run can be gone on with from where its journal says that it stands. */
  static void mustFit(Path location, List<JournalEntry> entries, ValidPipeline pipeline) {
    RunState state = of(location, entries);
    for (JournalEntry entry : entries) {
      nodeOf(entry.event())
          .filter(node -> pipeline.graph().find(node).isEmpty())
          .ifPresent(node -> {
            throw damaged(location, "its pipeline has no node '%s'".formatted(node));
          });
    }
    for (String commit : List.of(state.head(), state.snapshot())) {
      if (!COMMIT.matcher(commit).matches()) {
        throw damaged(location, "'%s' is no commit".formatted(commit));
      }
    }
  }

  private static Optional<NodeId> nodeOf(RunEvent event) {
    if (event instanceof RunEvent.EdgeSelected hop) {
      return Optional.of(hop.to());
    }
    if (event instanceof RunEvent.LoopRestarted restart) {
      return Optional.of(restart.to());
    }
    return event instanceof RunEvent.StageAttemptStarted started
        ? Optional.of(started.attempt().nodeId())
        : Optional.empty();
  }

  private static AttractorException damaged(Path location, String why) {
    return AttractorException.machine(
        "the journal in %s does not hold together: %s".formatted(location, why),
        "it was changed or damaged; restore it, or have the run from its repository with: attractor"
            + " resume --run-branch");
  }
}
