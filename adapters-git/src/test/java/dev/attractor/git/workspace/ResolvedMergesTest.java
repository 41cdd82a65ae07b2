package dev.attractor.git.workspace;

import static dev.attractor.testkit.process.RealGit.git;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Merge;
import dev.attractor.ports.workspace.StageCommit;
import dev.attractor.ports.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left of a conflict is a merge of both sides, or none (SEMANTICS §7). */
class ResolvedMergesTest extends GitBench {
  private static final StageCommit STAGE =
      new StageCommit(new RunId("R"), Attempt.parse("join#1.1"), "success", 9, Instant.EPOCH);

  /** Work in a folder. */
  private interface Side {
    void work(Path files) throws IOException;
  }

  private static String numbers() {
    return IntStream.rangeClosed(1, 30)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private String side(String name, Side side) throws IOException {
    git(repo, "checkout", "-q", "-b", name, "main");
    side.work(repo);
    git(repo, "add", "-A");
    git(repo, "commit", "-q", "-m", name);
    String commit = git(repo, "rev-parse", "HEAD");
    git(repo, "checkout", "-q", "main");
    return commit;
  }

  private Merge resolve(Side ours, Side theirs, Side resolution) throws IOException {
    git(repo, "add", "-A");
    git(repo, "commit", "-q", "--allow-empty", "-m", "base");
    String left = side("left", ours);
    String right = side("right", theirs);
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace(
                new RunId("R"), BRANCH, repository.head(), worktree, new Cancellation())) {
      Merge merged = workspace.merge(STAGE, left, right);
      assertThat(merged).isInstanceOf(Merge.Conflicting.class);
      resolution.work(worktree);
      return workspace.resolve(STAGE, (Merge.Conflicting) merged);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'a\nb\n', true",
    "'', 'a\n=======\nb\n', false",
    "'', '<<<<<<< x\na\n', false",
    "'', '>>>>>>>\na\n', false",
    "'', '============\n', true",
    "'conflict-marker-size=12', '<<<<<<<<<<<< x\na\n', false",
    "'conflict-marker-size=12', 'a\n============\nb\n', false",
    "'conflict-marker-size=12', '<<<<<<< x\na\n', true",
  })
  void whatGitCallsAMarkerIsNoneThatMayBeLeft(String attributes, String left, boolean good)
      throws IOException {
    Files.writeString(repo.resolve(".gitattributes"), "c " + attributes + "\n");
    Files.writeString(repo.resolve("c"), "base\n");

    Merge merge =
        resolve(
            files -> Files.writeString(files.resolve("c"), "a\n"),
            files -> Files.writeString(files.resolve("c"), "b\n"),
            files -> Files.writeString(files.resolve("c"), left.replace("\\n", "\n")));

    assertThat(merge instanceof Merge.Merged).as(merge.toString()).isEqualTo(good);
  }

  @Test
  void markersInAnotherFileAreMarkers() throws IOException {
    Files.writeString(repo.resolve("c"), "base\n");

    assertThat(
            resolve(
                files -> Files.writeString(files.resolve("c"), "a\n"),
                files -> Files.writeString(files.resolve("c"), "b\n"),
                files -> {
                  Files.writeString(files.resolve("c"), "ab\n");
                  Files.writeString(files.resolve("notes"), "<<<<<<< HEAD\na\n");
                }))
        .asString()
        .contains("notes: conflict markers");
  }

  @Test
  void aFileThatBothChangedAndGitHasMergedStays() throws IOException {
    Files.writeString(repo.resolve("c"), "base\n");
    Files.writeString(repo.resolve("both"), numbers());

    assertThat(
            resolve(
                files -> {
                  Files.writeString(files.resolve("c"), "a\n");
                  Files.writeString(files.resolve("both"), numbers().replaceFirst("1", "one"));
                },
                files -> {
                  Files.writeString(files.resolve("c"), "b\n");
                  Files.writeString(files.resolve("both"), numbers().replace("30", "thirty"));
                },
                files -> {
                  Files.writeString(files.resolve("c"), "ab\n");
                  Files.delete(files.resolve("both"));
                }))
        .asString()
        .contains("both: what one side did to it is gone");
  }

  @Test
  void whatGitHasFoundANewPlaceForIsNotGone() throws IOException {
    Files.createDirectories(repo.resolve("old"));
    for (String name : new String[] {"f1", "f2", "f3"}) {
      Files.writeString(repo.resolve("old").resolve(name), name + numbers());
    }
    Merge merge =
        resolve(
            files -> git(files, "mv", "old", "new"),
            files -> Files.writeString(files.resolve("old/added"), "added\n"),
            files -> Files.writeString(files.resolve("new/added"), "added\nhere\n"));

    assertThat(merge).isInstanceOf(Merge.Merged.class);
    assertThat(git(repo, "show", ((Merge.Merged) merge).commit() + ":new/added"))
        .isEqualTo("added\nhere");
  }
}
