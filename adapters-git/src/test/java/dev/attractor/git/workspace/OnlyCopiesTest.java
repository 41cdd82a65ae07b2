package dev.attractor.git.workspace;

import static dev.attractor.testkit.process.RealGit.git;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is nowhere else is not removed, or somebody is told before. */
class OnlyCopiesTest extends GitBench {
  private static final RunId FORK = new RunId("R.f");

  /** Returns why the work tree of a branch stays that has done this. */
  private Optional<String> discarded(Stage stage) throws IOException {
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace(
                new RunId("R"), BRANCH, repository.head(), worktree, new Cancellation())) {
      String base = repository.head();
      try (Workspace fork =
          workspace.fork(
              FORK, new BranchName("attractor/parallel/R/f"), base, place(), new Cancellation())) {
        stage.work(place());
        commit(fork, base, "f#1.1", 3);
      }
      return workspace.discardFork(FORK, base, place());
    }
  }

  private Path place() {
    return folder.resolve("logs/parallel/f");
  }

  private static void repository(Path place) throws IOException {
    Files.createDirectories(place);
    git(place, "init", "-q");
    Files.writeString(place.resolve("precious.txt"), "precious\n");
    git(place, "add", "-A");
    git(place, "commit", "-q", "-m", "nested");
  }

  @Test
  void aBranchThatMadeARepositoryKeepsItsFiles() throws IOException {
    assertThat(discarded(files -> repository(files.resolve("nested"))))
        .hasValueSatisfying(why -> assertThat(why).contains("nested", place().toString()));
    assertThat(place().resolve("nested/precious.txt")).exists();
    assertThat(uncommitted()).anyMatch(one -> one.startsWith("f/nested"));
  }

  /** Puts a repository into ours as a submodule. */
  private void addSubmodule() throws IOException {
    Path library = folder.resolve("library");
    repository(library);
    submodule(repo, "add", library.toString(), "sm");
    git(repo, "commit", "-q", "-m", "submodule");
  }

  private static void submodule(Path files, String... words) {
    List<String> all =
        new ArrayList<>(List.of("-c", "protocol.file.allow=always", "submodule", "--quiet"));
    all.addAll(List.of(words));
    git(files, all.toArray(String[]::new));
  }

  @Test
  void aBranchThatCommittedInASubmoduleKeepsItsFiles() throws IOException {
    addSubmodule();

    assertThat(
            discarded(files -> {
              submodule(files, "update", "--init");
              Files.writeString(files.resolve("sm/new.txt"), "new\n");
              git(files.resolve("sm"), "add", "-A");
              git(files.resolve("sm"), "commit", "-q", "-m", "new");
            }))
        .hasValueSatisfying(why -> assertThat(why).contains("sm"));
  }

  @Test
  void aBranchThatOnlyUsedASubmoduleKeepsNothing() throws IOException {
    addSubmodule();

    assertThat(
            discarded(files -> {
              submodule(files, "update", "--init");
              Files.writeString(files.resolve("b.txt"), "b\n");
            }))
        .isEmpty();
    assertThat(place()).doesNotExist();
  }

  private List<String> uncommitted() {
    try (GitRepository repository = REPOSITORIES.open(repo)) {
      return repository.uncommitted(worktree, 10);
    }
  }

  @Test
  void aWorktreeThatAStageMadeBesideItsOwnIsTold() throws IOException {
    run(files -> {
      git(files, "worktree", "add", "-q", "../feature", "-b", "feature");
      Files.writeString(files.resolveSibling("feature").resolve("p.txt"), "precious\n");
    });

    assertThat(uncommitted()).containsExactly("feature/p.txt");
  }

  @Test
  void whatGitWasToldNotToLookAtIsTold() throws IOException {
    run(files -> {
      Files.writeString(files.resolve("a.txt"), "precious\n");
      git(files, "update-index", "--assume-unchanged", "a.txt");
    });

    assertThat(uncommitted()).containsExactly("a.txt");
    assertThat(git(worktree, "ls-files", "-v")).as("only looked at").isEqualTo("h a.txt");
  }

  @Test
  void whatAPersonDoesNotWantToSeeOfTheirsIsTold() throws IOException {
    git(repo, "config", "status.showUntrackedFiles", "no");
    run(files -> Files.writeString(files.resolve("b.txt"), "b\n"));
    Files.writeString(worktree.resolve("mine.txt"), "mine\n");

    assertThat(uncommitted()).containsExactly("mine.txt");
  }

  @Test
  void whatGitKnowsOfTheWorkTreeIsMadeAnewWhereAStageRemovedIt() throws IOException {
    Done done =
        run(files -> {
          Files.writeString(files.resolve("one.txt"), "1\n");
          TreeRemoval.of(Path.of(git(files, "rev-parse", "--absolute-git-dir").strip()));
        });

    assertThat(done.files().warnings()).singleElement().asString().contains("made anew");
    assertThat(changed()).isEqualTo("A\tone.txt");
    gitIsContent();
  }

  @Test
  void aWorkTreeThatAStageHasMovedIsMovedBack() throws IOException {
    Done done =
        run(files -> {
          Files.writeString(files.resolve("one.txt"), "1\n");
          git(files, "worktree", "move", files.toString(), files + "-moved");
        });

    assertThat(done.files().warnings()).singleElement().asString().contains("-moved");
    assertThat(changed()).isEqualTo("A\tone.txt");
    gitIsContent();
  }
}
