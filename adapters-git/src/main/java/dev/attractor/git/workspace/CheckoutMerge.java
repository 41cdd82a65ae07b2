package dev.attractor.git.workspace;

import dev.attractor.ports.workspace.Merge;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Merges in a person's own checkout, as they would by hand; what conflicts is taken back. */
final class CheckoutMerge {
  private final Git git;

  CheckoutMerge(Git git) {
    this.git = git;
  }

  Merge merge(String commit, String message, boolean squash) throws IOException {
    String head = git.must("rev-parse", "HEAD").text();
    GitProgram.Answer said =
        squash
            ? git.ask("merge", "--quiet", "--squash", commit)
            : git.ask("merge", "--quiet", "--no-ff", "--no-edit", "-m", message, commit);
    List<String> conflicts = said.succeeded() ? List.of() : git.unmerged();
    if (!conflicts.isEmpty()) {
      takeBack(squash);
      return new Merge.Conflicting(
          head, commit, conflicts.stream().collect(Collectors.toMap(path -> path, _ -> "")));
    }
    if (!said.succeeded()) {
      throw new IOException(said.said());
    }
    if (squash) {
      commit(message);
    }
    return new Merge.Merged(git.must("rev-parse", "HEAD").text());
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

  /** The checkout was clean before, so this is where it was. */
  private void takeBack(boolean squash) throws IOException {
    if (squash) {
      git.must("reset", "--quiet", "--merge");
    } else {
      git.must("merge", "--abort");
    }
  }
}
