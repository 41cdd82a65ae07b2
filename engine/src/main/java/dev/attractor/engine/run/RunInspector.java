package dev.attractor.engine.run;

import dev.attractor.domain.run.RunState;
import dev.attractor.ports.Problem;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.runfolder.RunStore;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.RunStatus;
import jakarta.inject.Inject;
import java.nio.file.Path;

/** Tells how runs stand, from their journals alone. */
public final class RunInspector implements InspectRuns {
  private final RunStore store;

  @Inject
  RunInspector(RunStore store) {
    this.store = store;
  }

  @Override
  public RunStatus status(Path location) {
    RunSnapshot run = store.inspect(location);
    return new RunStatus(
        run.location(),
        run.manifest(),
        RunState.fold(run.entries().stream().map(JournalEntry::event).toList()),
        run.running(),
        run.entries().getLast().at());
  }

  @Override
  public RunStatus latest() {
    return store
        .latest()
        .map(this::status)
        .orElseThrow(() ->
            Problem.usage("there are no runs yet", "start one with: attractor run PIPELINE.dot"));
  }
}
