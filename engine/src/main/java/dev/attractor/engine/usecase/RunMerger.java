package dev.attractor.engine.usecase;

import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.run.Trail;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.MergeRuns;
import dev.attractor.ports.usecase.RunStatus;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Merge;
import dev.attractor.ports.workspace.Repositories;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Merges finished runs into the branches they began from. */
public final class RunMerger implements MergeRuns {
  private static final int SHOWN_CHANGES = 5;
  private static final int LONGEST_SUBJECT = 60;

  private final InspectRuns inspector;
  private final Repositories repositories;

  @Inject
  RunMerger(InspectRuns inspector, Repositories repositories) {
    this.inspector = inspector;
    this.repositories = repositories;
  }

  @Override
  public Proposal propose(Path location, Optional<String> message) {
    RunStatus run = inspector.status(location);
    try (GitRepository repository = repositories.open(run.manifest().repository())) {
      return propose(run, repository, message);
    }
  }

  private static Proposal propose(
      RunStatus run, GitRepository repository, Optional<String> message) {
    Manifest manifest = run.manifest();
    RunState state = run.state();
    if (!(state.end().orElse(null) instanceof RunEnd.Succeeded)) {
      throw AttractorException.usage(
          "the run %s has not succeeded: it is %s".formatted(manifest.runId(), run.word()),
          "to take its work all the same: git merge " + manifest.runBranch());
    }
    String into = state.origin().context().getOrDefault(RunEvent.RunStarted.BASE_BRANCH, "");
    if (into.isEmpty()) {
      throw AttractorException.usage(
          "the run %s began on no branch".formatted(manifest.runId()),
          "check one out and say: git merge " + manifest.runBranch());
    }
    Optional<String> here = repository.branch();
    if (!here.equals(Optional.of(into))) {
      throw AttractorException.usage(
          "the run began from %s, and %s is on %s"
              .formatted(into, repository.root(), here.orElse("no branch")),
          "say first: git switch " + into);
    }
    repository
        .tipOf(manifest.runBranch())
        .filter(tip -> !tip.equals(state.head()))
        .ifPresent(tip -> {
          throw AttractorException.usage(
              "%s leads to %s, and the run %s ended with %s: somebody has worked on it since"
                  .formatted(manifest.runBranch(), tip, manifest.runId(), state.head()),
              "see git log %1$s..%2$s; take all of it with: git merge %2$s"
                  .formatted(state.head(), manifest.runBranch()));
        });
    List<String> changes = repository.changes(SHOWN_CHANGES);
    if (!changes.isEmpty()) {
      throw AttractorException.usage(
          "the checkout %s has changes that are not committed: %s"
              .formatted(repository.root(), String.join(", ", changes)),
          "commit or stash them first");
    }
    return new Proposal(
        manifest.runId(),
        manifest.runBranch(),
        into,
        repository.summary(state.head()),
        message.orElseGet(() -> usualMessage(manifest, state)) + trailer(manifest));
  }

  /** The commit names the run and its stages. */
  private static String usualMessage(Manifest manifest, RunState state) {
    String about =
        manifest.goal().isBlank()
            ? manifest.pipeline()
            : manifest.goal().strip().lines().findFirst().orElse("");
    String subject =
        about.length() <= LONGEST_SUBJECT ? about : about.substring(0, LONGEST_SUBJECT) + "…";
    return "Merge run %s: %s\n\nStages:\n%s"
        .formatted(
            manifest.runId(),
            subject,
            state.completed().steps().stream()
                .map(RunMerger::told)
                .collect(Collectors.joining("\n")));
  }

  private static String told(Trail.Step step) {
    return "- %s: %s".formatted(step.nodeId(), step.status());
  }

  private static String trailer(Manifest manifest) {
    return "\n\nAttractor-Run: %s\n".formatted(manifest.runId());
  }

  @Override
  public String merge(Path location, Optional<String> message, boolean squash) {
    RunStatus run = inspector.status(location);
    try (GitRepository repository = repositories.open(run.manifest().repository())) {
      Proposal proposal = propose(run, repository, message);
      return switch (repository.merge(run.state().head(), proposal.message(), squash)) {
        case Merge.Merged(String commit) -> commit;
        case Merge.Conflicting conflict ->
            throw AttractorException.usage(
                "%s and %s conflict in %s; nothing was merged"
                    .formatted(
                        proposal.into(), proposal.runBranch(), String.join(", ", conflict.names())),
                "resolve them yourself: git merge " + proposal.runBranch());
        case Merge.Unresolved(String why) ->
            throw AttractorException.usage("nothing was merged: " + why, "");
      };
    }
  }
}
