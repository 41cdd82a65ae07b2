package dev.attractor.git.workspace;

import static dev.attractor.testkit.process.RealGit.git;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What repositories are like: they are used as git uses them, or refused by name. */
class OddRepositoriesTest extends GitBench {
  private static final RunId RUN = new RunId("R");

  /** What others of a group may write to in a shared repository they may write to afterwards. */
  @ParameterizedTest
  @ValueSource(strings = {"group", "all", "0660"})
  void whatIsMadeInASharedRepositoryIsShared(String how) throws IOException {
    git(repo, "init", "-q", "--shared=" + how);
    run(files -> Files.writeString(files.resolve("new.txt"), "x\n"));

    try (Stream<Path> all = Files.walk(repo.resolve(".git"))) {
      assertThat(
              all.filter(path -> path.toString().matches(".*/\\.git/(refs|objects)(/.*)?"))
                  .filter(Files::isDirectory)
                  .filter(path ->
                      path.toString().contains("attractor")
                          || path.toString().matches(".*objects/.."))
                  .filter(path -> !isOpenToTheGroup(path)))
          .isEmpty();
    }
    gitIsContent();
  }

  private static boolean isOpenToTheGroup(Path folder) {
    try {
      return ((int) Files.getAttribute(folder, "unix:mode") & 070) == 070;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theNameOfARepositoryMayHaveSeveralLines() throws IOException {
    Path odd = Files.createDirectories(repo.resolveSibling("two\nlines"));
    git(odd, "init", "-q", "-b", "main");
    git(odd, "commit", "-q", "--allow-empty", "-m", "first");
    try (GitRepository repository = REPOSITORIES.open(odd)) {
      assertThat(repository.root()).isEqualTo(odd.toRealPath());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"attractor/run/R/notes", "attractor/run"})
  void aBranchInTheWayOfThatOfTheRunIsNamedAtOnce(String other) throws IOException {
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace(RUN, BRANCH, repository.head(), worktree, new Cancellation())) {
      git(repo, "update-ref", "-d", "refs/heads/" + BRANCH);
      git(repo, "branch", other, "main");

      assertThatThrownBy(() -> workspace.rollBackTo(repository.head(), repository.head()))
          .isInstanceOfSatisfying(
              AttractorException.class,
              e -> assertThat(e.kind()).isEqualTo(AttractorException.Kind.USAGE))
          .hasMessageContaining("refs/heads/" + other);
    }
  }

  @Test
  void aRepositoryWithItsGitFolderElsewhere() throws IOException {
    Path box = Files.createDirectories(folder.resolve("box"));
    Path other = box.resolve("r");
    git(
        box,
        "init",
        "-q",
        "-b",
        "main",
        "--separate-git-dir",
        box.resolve("store.git").toString(),
        other.toString());
    Files.writeString(other.resolve("f"), "1\n");
    Files.writeString(box.resolve("stranger"), "x\n");
    git(other, "add", "-A");
    git(other, "-c", "user.name=x", "-c", "user.email=x@y", "commit", "-q", "-m", "first");
    repo = other;
    try (GitRepository repository = REPOSITORIES.open(other)) {
      assertThat(repository.root()).isEqualTo(other);
      assertThat(repository.changes(5)).isEmpty();
    }
    run(files -> Files.writeString(files.resolve("new.txt"), "x\n"));
    assertThat(changed()).isEqualTo("A\tnew.txt");
  }

  @Test
  void aPartialCloneFetchesWhatItLacks() throws IOException {
    Files.createDirectories(repo.resolve("d"));
    Files.writeString(repo.resolve("d/f"), "deep\n");
    git(repo, "add", "-A");
    git(repo, "commit", "-q", "-m", "deep");
    git(repo, "config", "uploadpack.allowFilter", "true");
    Path clone = folder.resolve("clone");
    git(folder, "clone", "-q", "--filter=blob:none", "file://" + repo, clone.toString());
    git(clone, "config", "user.name", "x");
    git(clone, "config", "user.email", "x@y");
    repo = clone;
    run(files -> {
      assertThat(files.resolve("d/f")).hasContent("deep");
      Files.delete(files.resolve("d/f"));
    });
    assertThat(changed()).isEqualTo("D\td/f");
  }

  @Test
  void whatIsNotForRunsIsRefusedByName() throws IOException {
    Path sha256 = Files.createDirectories(folder.resolve("sha256"));
    git(sha256, "init", "-q", "--object-format=sha256");
    assertThatThrownBy(() -> REPOSITORIES.open(sha256))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("sha256");
    Path bare = folder.resolve("bare.git");
    git(folder, "init", "-q", "--bare", bare.toString());
    assertThatThrownBy(() -> REPOSITORIES.open(bare))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("no work tree");
    assertThatThrownBy(() -> REPOSITORIES.open(folder.resolve("nowhere")))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("no folder");
  }

  @Test
  void aBranchInTheWayIsNamed() {
    git(repo, "branch", "attractor/run");
    try (GitRepository repository = REPOSITORIES.open(repo)) {
      assertThat(repository.inTheWayOf(BRANCH)).contains("attractor/run");
      assertThat(repository.inTheWayOf(new BranchName("elsewhere/x"))).isEmpty();
    }
  }

  @Test
  void aMissingOrEmptyRepositoryIsNamedWithARemedy() throws IOException {
    Path nowhere = Files.createDirectories(folder.resolve("nowhere"));
    assertThatThrownBy(() -> REPOSITORIES.open(nowhere))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("not in a git repository");
    git(nowhere, "init", "-q");
    assertThatThrownBy(() -> REPOSITORIES.open(nowhere))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("no commit");
  }
}
