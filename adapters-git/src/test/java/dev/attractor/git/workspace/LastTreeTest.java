package dev.attractor.git.workspace;

import static dev.attractor.testkit.process.RealGit.git;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.run.RunId;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.Capture;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

/** Git is asked for the tree of an index once, and again whenever it may be another, or gone. */
class LastTreeTest extends GitBench {
  private final List<String> asked = new ArrayList<>();

  private ObjectId tree(LastTree last) throws IOException {
    return last.or(() -> {
      asked.add("write-tree");
      return ObjectId.fromString(git(repo, "write-tree"));
    });
  }

  @Test
  void isAskedForOnceAsLongAsTheIndexIsTheSame() throws IOException {
    LastTree last = new LastTree(repo.resolve(".git/index"));
    git(repo, "write-tree"); // after which the index says what was written, and stays
    ObjectId first = tree(last);

    assertThat(tree(last)).isEqualTo(first);
    assertThat(asked).hasSize(1);
    last.forget();
    assertThat(tree(last)).isEqualTo(first);
    assertThat(asked).hasSize(2);

    Files.writeString(repo.resolve("a.txt"), "another\n");
    git(repo, "add", "-A");
    assertThat(tree(last)).isNotEqualTo(first);
    assertThat(asked).hasSize(3);
  }

  @Test
  void isAlwaysAskedForWhereAnIndexHasNoChecksumOrThereIsNone() throws IOException {
    LastTree last = new LastTree(repo.resolve(".git/index"));
    byte[] index = Files.readAllBytes(repo.resolve(".git/index"));
    Arrays.fill(index, index.length - 20, index.length, (byte) 0);
    Files.write(repo.resolve(".git/index"), index);
    ObjectId tree = ObjectId.fromString(git(repo, "rev-parse", "HEAD^{tree}"));

    for (int times = 1; times <= 2; times++) {
      assertThat(
              last.or(() -> {
                asked.add("write-tree");
                return tree;
              }))
          .isEqualTo(tree);
      assertThat(asked).hasSize(times);
    }
    Files.delete(repo.resolve(".git/index"));
    assertThat(tree(last)).isEqualTo(ObjectId.fromString(git(repo, "mktree", "--missing")));
    assertThat(asked).hasSize(3);
  }

  /** A stage is repeated with the same files, and somebody prunes in between. */
  @Test
  void isWrittenAgainWhenItWasPruned() throws IOException {
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace(
                new RunId("R"), BRANCH, repository.head(), worktree, new Cancellation())) {
      Files.createDirectories(workspace.folder().resolve("deep"));
      Files.writeString(workspace.folder().resolve("deep/new.txt"), "new\n");
      Capture first = workspace.capture(repository.head(), Optional.empty());
      // The index of a work tree holds its files, so that only what leads to no file can go.
      Files.delete(
          repo.resolve(".git/objects/" + first.tree().substring(0, 2))
              .resolve(first.tree().substring(2)));

      Capture second = workspace.capture(repository.head(), Optional.empty());

      assertThat(second.tree()).isEqualTo(first.tree());
      commit(workspace, repository.head(), "a#1.1", 3);
    }
    gitIsContent();
  }
}
