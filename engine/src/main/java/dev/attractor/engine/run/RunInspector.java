package dev.attractor.engine.run;

import dev.attractor.domain.run.RunState;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.Problem;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.runfolder.RunStore;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.RunStatus;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;

/** Tells how runs stand, from their journals alone. */
public final class RunInspector implements InspectRuns {
  private static final String LATEST = "latest";

  private final RunStore store;
  private final HostEnvironment host;

  @Inject
  RunInspector(RunStore store, HostEnvironment host) {
    this.store = store;
    this.host = host;
  }

  @Override
  public Path find(String run) {
    List<Path> all = store.list();
    if (run.equals(LATEST)) {
      return all.stream()
          .findFirst()
          .orElseThrow(() ->
              Problem.usage("there are no runs yet", "start one with: attractor run PIPELINE.dot"));
    }
    List<Path> fitting =
        run.contains("/")
            ? List.of()
            : all.stream().filter(path -> path.getFileName().toString().startsWith(run)).toList();
    if (fitting.size() > 1) {
      throw Problem.usage(
          "%d runs begin with '%s'".formatted(fitting.size(), run), "give more of the id");
    }
    return fitting.isEmpty()
        ? host.directory().resolve(run).normalize() // a folder; whoever opens it says if it is none
        : fitting.getFirst();
  }

  @Override
  public RunStatus status(Path location) {
    return status(store.inspect(location));
  }

  private static RunStatus status(RunSnapshot run) {
    return new RunStatus(
        run.location(),
        run.manifest(),
        RunState.fold(run.entries().stream().map(JournalEntry::event).toList()),
        run.running(),
        run.entries().getLast().at(),
        run.branches().stream().map(RunInspector::status).toList());
  }

  @Override
  public RunSnapshot history(Path location) {
    return store.inspect(location);
  }
}
