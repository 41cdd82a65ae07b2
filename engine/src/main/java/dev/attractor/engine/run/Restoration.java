package dev.attractor.engine.run;

import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.Problem;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.runfolder.KnownRun;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.RunStore;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessSpec;
import dev.attractor.ports.workspace.Repositories;
import dev.attractor.ports.workspace.Repository;
import dev.attractor.ports.workspace.RunRecord;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the folder of a run again from what the repository keeps of it (SEMANTICS §11, §12). */
final class Restoration {
  private final RunStore store;
  private final Repositories repositories;
  private final ProcessSupervisor processes;
  private final HostEnvironment host;

  @Inject
  Restoration(
      RunStore store,
      Repositories repositories,
      ProcessSupervisor processes,
      HostEnvironment host) {
    this.store = store;
    this.repositories = repositories;
    this.processes = processes;
    this.host = host;
  }

  /**
   * Returns the folder of the run on a branch, which is made again when it is gone.
   *
   * @param wanted where to make it instead of the default place
   * @throws Problem when neither repository nor its origin keep anything of the run
   */
  Path of(Path folder, String branch, Optional<Path> wanted, Cancellation cancellation) {
    String runId = branch.substring(branch.lastIndexOf('/') + 1);
    Optional<Path> known =
        store.list().stream()
            .filter(run -> run.runId().equals(runId))
            .map(KnownRun::location)
            .findFirst();
    if (known.isPresent() && wanted.isEmpty()) {
      return known.get();
    }
    Path location = wanted.orElseGet(() -> store.defaultLocation(runId));
    try (Repository repository = repositories.open(folder)) {
      restore(repository, branch, runId, location, cancellation);
    }
    return location;
  }

  private void restore(
      Repository repository,
      String branch,
      String runId,
      Path location,
      Cancellation cancellation) {
    List<RunRecord> records = repository.records(runId);
    if (records.isEmpty()) {
      String said = fetch(repository.root(), branch, runId, cancellation);
      records = repository.records(runId);
      if (records.isEmpty()) {
        throw Problem.usage(
            "neither %s nor its origin keep anything of the run %s%s"
                .formatted(repository.root(), runId, said),
            "give the run branch as git branch --list shows it, and a repository that has it");
      }
    }
    List<RunRecord> found = records;
    store.restore(
        location,
        repository.root(),
        found,
        manifests -> putBranches(repository, prefix(branch, runId), runId, found, manifests));
  }

  /** Puts the branches to where the records stand. */
  private static void putBranches(
      Repository repository,
      String prefix,
      String runId,
      List<RunRecord> records,
      List<Manifest> manifests) {
    Map<String, Long> runsOnBranch =
        manifests.stream()
            .collect(Collectors.groupingBy(Manifest::runBranch, Collectors.counting()));
    // A branch of a fan-out that had not come to its first record begins again, from its beginning.
    repository.removeBranches("%sparallel/%s/".formatted(prefix, runId), runsOnBranch.keySet());
    for (int i = 0; i < manifests.size(); i++) {
      String own = manifests.get(i).runBranch();
      // A part works on the branch of its run, and may be ahead of what the run itself knows.
      if (runsOnBranch.getOrDefault(own, 0L) == 1 || !repository.hasBranch(own)) {
        repository.putBranch(own, records.get(i).head());
      }
    }
  }

  private static String prefix(String branch, String runId) {
    return branch.substring(0, branch.length() - runId.length());
  }

  /** Returns what git said if it failed; talking to other machines is its own business. */
  private String fetch(Path root, String branch, String runId, Cancellation cancellation) {
    String prefix = prefix(branch, runId);
    StringBuilder said = new StringBuilder();
    ProcessSpec spec =
        ProcessSpec.of(
            List.of(
                "git",
                "fetch",
                "--quiet",
                "origin",
                "+refs/attractor/meta/%1$s*:refs/attractor/meta/%1$s*".formatted(runId),
                "+refs/heads/%1$s*:refs/heads/%1$s*".formatted(branch),
                "+refs/heads/%1$sparallel/%2$s/*:refs/heads/%1$sparallel/%2$s/*"
                    .formatted(prefix, runId)),
            root,
            host.variables());
    boolean fetched =
        processes
            .run(
                spec,
                new ProcessListener() {
                  @Override
                  public void stdout(String line) {}

                  @Override
                  public void stderr(String line) {
                    said.append("; git: ").append(line);
                  }
                },
                cancellation)
            .succeeded();
    return fetched ? "" : said.toString();
  }
}
