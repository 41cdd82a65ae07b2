package dev.attractor.git.workspace;

import dev.attractor.ports.workspace.Merge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Merges in a person's own checkout, as they would by hand; what conflicts is taken back. */
final class CheckoutMerge {
  private static final Duration WHILE_SOMEBODY_WATCHES = Duration.ofSeconds(5);

  private final Git git;

  CheckoutMerge(Git git) {
    this.git = git.waiting(WHILE_SOMEBODY_WATCHES);
  }

  Merge merge(String commit, String message, boolean squash) throws IOException {
    mustNotBeHidden(commit);
    awaitLock();
    String head = git.must("rev-parse", "HEAD").text();
    GitProgram.Answer said =
        squash
            ? begin("--squash", "--ff", commit)
            : begin("--no-squash", "--no-ff", "--no-edit", "--commit", "-m", message, commit);
    List<String> conflicts = said.succeeded() ? List.of() : git.unmerged();
    if (!conflicts.isEmpty()) {
      takeBack(squash);
      return new Merge.Conflicting(
          head, commit, conflicts.stream().collect(Collectors.toMap(path -> path, _ -> "")));
    }
    if (!said.succeeded()) {
      takeBack(squash);
      throw new IOException(said.said());
    }
    if (squash) {
      commit(message);
    } else if (!git.ask("merge-base", "--is-ancestor", commit, "HEAD").succeeded()) {
      takeBack(false);
      throw new IOException("git merged and did not commit it");
    }
    return new Merge.Merged(git.must("rev-parse", "HEAD").text());
  }

  /**
   * Git does not see changes of files that it was told not to look at, and would write over them
   * when it takes back what it has begun.
   */
  private void mustNotBeHidden(String commit) throws IOException {
    Set<String> changed =
        Set.copyOf(git.must("diff", "--name-only", "-z", "--no-renames", "HEAD", commit).fields());
    List<String> hidden =
        git.must("ls-files", "-v", "-z").fields().stream()
            .filter(entry -> !entry.isEmpty() && Character.isLowerCase(entry.charAt(0)))
            .map(entry -> entry.substring(2))
            .filter(changed::contains)
            .toList();
    if (!hidden.isEmpty()) {
      throw new IOException(
          ("git was told not to look at %s, which the merge would change;"
                  + " say first: git update-index --no-assume-unchanged %s")
              .formatted(String.join(", ", hidden), String.join(" ", hidden)));
    }
  }

  /** Git begins a merge although it cannot write the index, and does not end it. */
  private void awaitLock() throws IOException {
    Path lock = git.folder().resolve(git.must("rev-parse", "--git-path", "index.lock").text());
    git.locks()
        .waitFor(
            "another git command is at work there, or one that was ended by force has left " + lock,
            () -> Files.exists(lock) ? Optional.empty() : Optional.of(lock));
  }

  /** What was answered to other conflicts by hand is no answer to one of a run. */
  private GitProgram.Answer begin(String... how) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-c",
                "rerere.enabled=false",
                "-c",
                "rerere.autoUpdate=false",
                "merge",
                "--quiet",
                "--no-autostash"));
    arguments.addAll(List.of(how));
    return git.ask(arguments.toArray(String[]::new));
  }

  private void commit(String message) throws IOException {
    if (git.ask("diff", "--cached", "--quiet").succeeded()) {
      return; // it has brought nothing new
    }
    GitProgram.Answer said = git.ask("commit", "--quiet", "-m", message);
    if (!said.succeeded()) {
      takeBack(true);
      throw new IOException(said.said());
    }
  }

  /** The checkout was clean before, so this is where it was; git may not have begun. */
  private void takeBack(boolean squash) throws IOException {
    if (squash) {
      git.must("reset", "--quiet", "--merge");
    } else if (git.ask("rev-parse", "--quiet", "--verify", "MERGE_HEAD").succeeded()) {
      git.must("merge", "--abort");
    }
  }
}
