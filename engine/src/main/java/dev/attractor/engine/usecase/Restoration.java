package dev.attractor.engine.usecase;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.BranchNames;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.KnownRun;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.RunStore;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Repositories;
import dev.attractor.ports.workspace.RunRecord;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Makes the folder of a run again from what the repository keeps of it (SEMANTICS §11, §12). In the
 * repository nothing is made, moved or removed: nobody has trusted the run yet.
 */
final class Restoration {
  private final RunStore store;
  private final Repositories repositories;

  @Inject
  Restoration(RunStore store, Repositories repositories) {
    this.store = store;
    this.repositories = repositories;
  }

  /**
   * Returns the folder of the run on a branch, which is made again when it is gone.
   *
   * @param wanted where to make it instead of the default place
   * @throws AttractorException when neither repository nor its origin keep anything of the run
   */
  Path of(Path folder, String branch, Optional<Path> wanted, Cancellation cancellation) {
    BranchNames run =
        BranchName.of(branch)
            .flatMap(name -> BranchNames.runOn(name).map(id -> BranchNames.of(name, id)))
            .orElseThrow(() ->
                AttractorException.usage(
                    "'%s' is no run branch".formatted(branch),
                    "give it as git branch --list shows it"));
    Path location = wanted.orElseGet(() -> store.defaultLocation(run.runId()));
    try (GitRepository repository = repositories.open(folder)) {
      Optional<Path> known =
          store.list().stream()
              .filter(kept -> kept.name().equals(run.runId().text()))
              .map(KnownRun::location)
              .findFirst();
      if (known.isPresent() && wanted.isEmpty()) {
        mustBeOfRepository(known.get(), run, repository);
        return known.get();
      }
      repository
          .begunAt(run.runId())
          .filter(other -> store.isDrivenBeside(location, other))
          .ifPresent(other -> {
            throw isDriven(run.runId(), other);
          });
      restore(repository, run, location, cancellation);
    }
    return location;
  }

  /** Another repository may have a run of the same id. */
  private void mustBeOfRepository(Path known, BranchNames run, GitRepository repository) {
    Manifest manifest = store.glance(known).manifest();
    if (!isIn(repository, store, known, manifest)) {
      throw AttractorException.usage(
          "the run %s that is known here, in %s, is one of another repository, %s"
              .formatted(run.runId(), known, manifest.repository()),
          "to go on with that of %s, give its folder a place: --into DIR"
              .formatted(repository.root()));
    }
  }

  /**
   * Returns whether a repository is that of the run in a folder. Clones have its first commit, too:
   * what they keep of a run with this id tells them apart.
   */
  static boolean isIn(GitRepository repository, RunStore store, Path location, Manifest manifest) {
    return repository.authorOf(manifest.baseCommit()).isPresent()
        && repository.records(manifest.runId()).stream()
            .limit(1)
            .allMatch(record -> store.isOf(location, record));
  }

  /** Two drivers of one run, each with a folder of its own, would do its stages twice. */
  static AttractorException isDriven(RunId runId, String other) {
    return AttractorException.usage(
        "the run %s is being driven in %s by another process".formatted(runId, other),
        "wait for it, or stop it: attractor stop " + other);
  }

  private void restore(
      GitRepository repository, BranchNames run, Path location, Cancellation cancellation) {
    List<RunRecord> records = repository.records(run.runId());
    if (records.isEmpty()) {
      Optional<String> trouble = repository.fetch(run, cancellation);
      records = repository.records(run.runId());
      if (records.isEmpty()) {
        throw AttractorException.usage(
            "neither %s nor its origin keep anything of the run %s%s"
                .formatted(
                    repository.root(),
                    run.runId(),
                    trouble.map(said -> "; git: " + said).orElse("")),
            "give the run branch as git branch --list shows it, and a repository that has it");
      }
    }
    List<RunRecord> found = records;
    store.restore(
        location, repository.root(), found, manifests -> mustBeOfTheRun(run, found, manifests));
  }

  /** What a record says decides about nothing that is not the run's own. */
  private static void mustBeOfTheRun(
      BranchNames run, List<RunRecord> records, List<Manifest> manifests) {
    for (int i = 0; i < manifests.size(); i++) {
      Manifest manifest = manifests.get(i);
      BranchName branch = manifest.runBranch();
      boolean isOwn = branch.equals(run.run()) || (i > 0 && run.has(branch));
      if (!isOwn || !manifest.runId().equals(records.get(i).runId())) {
        throw AttractorException.usage(
            "the record of %s is damaged: it speaks of the run %s on the branch %s"
                .formatted(records.get(i).runId(), manifest.runId(), branch),
            "nothing was changed; start a new run, or take the record from where the run began");
      }
    }
  }
}
