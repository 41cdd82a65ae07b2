package dev.attractor.engine.usecase;

import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.secret.SecretNames;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.runfolder.KnownRun;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.runfolder.RunStore;
import dev.attractor.ports.runfolder.StageEvidence;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.RunGlance;
import dev.attractor.ports.usecase.RunStatus;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Repositories;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Tells how runs stand, from their journals alone. */
public final class RunInspector implements InspectRuns {
  private static final String LATEST = "latest";

  private final RunStore store;
  private final Repositories repositories;
  private final HostEnvironment host;

  @Inject
  RunInspector(RunStore store, Repositories repositories, HostEnvironment host) {
    this.store = store;
    this.repositories = repositories;
    this.host = host;
  }

  @Override
  public Path find(String run) {
    List<KnownRun> all = store.list();
    if (run.equals(LATEST)) {
      return all.stream()
          .findFirst()
          .map(KnownRun::location)
          .orElseThrow(() ->
              AttractorException.usage(
                  "there are no runs yet", "start one with: attractor run PIPELINE.dot"));
    }
    List<Path> fitting =
        run.contains("/")
            ? List.of()
            : all.stream()
                .filter(known -> known.name().startsWith(run))
                .map(KnownRun::location)
                .toList();
    Optional<Path> exactly =
        all.stream().filter(known -> known.name().equals(run)).map(KnownRun::location).findFirst();
    if (exactly.isPresent()) {
      return exactly.get();
    }
    if (fitting.size() > 1) {
      throw AttractorException.usage(
          "%d runs begin with '%s'".formatted(fitting.size(), run), "give more of the id");
    }
    return fitting.isEmpty()
        ? host.directory().resolve(run).normalize() // a folder; whoever opens it says if it is none
        : fitting.getFirst();
  }

  @Override
  public List<Path> all() {
    return store.list().stream().map(KnownRun::location).toList();
  }

  @Override
  public RunStatus status(Path location) {
    return status(store.inspect(location));
  }

  private RunStatus status(RunSnapshot run) {
    RunState state = JournalFold.of(run.location(), run.entries());
    return new RunStatus(
        run.location(),
        run.manifest(),
        state,
        run.running(),
        run.entries().getLast().at(),
        inside(run).stream().map(this::status).toList(),
        state.end().isPresent() ? List.of() : store.questions(run.location()),
        run.anyDamage());
  }

  @Override
  public RunGlance glance(Path location) {
    return status(store.glance(location)).glance(store.used(location));
  }

  @Override
  public Optional<Path> latestStage(Path location, NodeId nodeId) {
    return store.latestStage(location, nodeId);
  }

  @Override
  public StageEvidence evidence(Path location, Attempt attempt, int iteration, int most) {
    return store.evidence(location, attempt, iteration, most);
  }

  @Override
  public List<RunSnapshot> parts(Path location) {
    return store.parts(location);
  }

  @Override
  public SecretNames secretNames(Path location) {
    return store.config(location).secrets();
  }

  @Override
  public String diff(Path folder, String from, String to) {
    try (GitRepository repository = repositories.open(folder)) {
      return repository.diff(from, to);
    }
  }

  @Override
  public RunSnapshot history(Path location) {
    return store.inspect(location);
  }
}
