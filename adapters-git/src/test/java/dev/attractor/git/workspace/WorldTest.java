package dev.attractor.git.workspace;

import static dev.attractor.testkit.process.RealGit.git;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.run.Attempt;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.Capture;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.StageCommit;
import dev.attractor.ports.workspace.Workspace;
import dev.attractor.process.supervision.PosixProcesses;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories as they are: what a run commits is what git itself would have. */
class WorldTest {
  private static final JGitRepositories REPOSITORIES =
      new JGitRepositories(
          new PosixProcesses(System.getenv("PATH"), InstantSource.system()),
          new HostEnvironment(System.getenv(), Path.of("/"), Path.of("/")));

  private static final String BRANCH = "attractor/run/R";

  @TempDir private Path folder = Path.of("");
  private Path repo = Path.of("");
  private Path worktree = Path.of("");

  @BeforeEach
  void makeRepository() throws IOException {
    folder = folder.toRealPath();
    worktree = folder.resolve("logs/worktree");
    repo = Files.createDirectories(folder.resolve("repo"));
    git(repo, "init", "-q", "-b", "main");
    git(repo, "config", "user.name", "Ada");
    git(repo, "config", "user.email", "ada@example.org");
    Files.writeString(repo.resolve("a.txt"), "a\n");
    git(repo, "add", "-A");
    git(repo, "commit", "-q", "-m", "first");
  }

  /** What a stage does to the files. */
  private interface Stage {
    void work(Path files) throws IOException;
  }

  private record Done(Capture files, String commit) {}

  private Done run(Stage stage) throws IOException {
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace("R", BRANCH, repository.head(), worktree, new Cancellation())) {
      stage.work(workspace.folder());
      Capture files = workspace.capture(repository.head(), Optional.empty());
      Attempt attempt = Attempt.parse("a#1.1");
      String commit =
          workspace.commit(
              new StageCommit("R", attempt, "success", 3, Instant.parse("2026-11-24T10:00:00Z")),
              files);
      workspace.advanceTo(attempt, commit);
      return new Done(files, commit);
    }
  }

  private void gitIsContent() {
    assertThat(git(worktree, "status", "--porcelain")).isEmpty();
    assertThat(git(repo, "fsck", "--strict", "--no-dangling")).isEmpty();
    Path server = folder.resolve("server.git");
    git(folder, "init", "-q", "--bare", server.toString());
    git(server, "config", "receive.fsckObjects", "true");
    git(repo, "push", "-q", server.toString(), BRANCH);
  }

  private String changed() {
    return git(repo, "diff", "--name-status", "main", BRANCH);
  }

  @ParameterizedTest
  @CsvSource({
    "core.splitIndex, true",
    "core.untrackedCache, true",
    "index.version, 4",
    "feature.manyFiles, true",
    "core.autocrlf, true",
    "core.autocrlf, input",
    "core.eol, crlf",
    "core.ignoreCase, true",
    "core.fileMode, false",
    "core.symlinks, false",
    "core.quotePath, false",
    "core.sharedRepository, group",
    "core.logAllRefUpdates, always",
    "core.bigFileThreshold, 1",
    "status.showUntrackedFiles, no",
    "commit.gpgSign, true",
    "diff.noprefix, true",
    "diff.mnemonicPrefix, true",
    "diff.external, /bin/false",
    "color.ui, always",
    "core.commitGraph, false",
    "extensions.worktreeConfig, true",
    "checkout.workers, 4",
    "i18n.commitEncoding, ISO-8859-1",
  })
  void settingsOfThePersonHold(String name, String value) throws IOException {
    git(repo, "config", name, value);
    Done done = run(files -> Files.writeString(files.resolve("new.txt"), "new\n"));

    assertThat(changed()).isEqualTo("A\tnew.txt");
    assertThat(done.files().trouble()).isEmpty();
    assertThat(done.files().patch()).contains("new.txt").doesNotContain("\u001b");
    gitIsContent();
  }

  @Test
  void aCheckoutWithASplitIndex() throws IOException {
    git(repo, "update-index", "--split-index");
    run(files -> Files.writeString(files.resolve("new.txt"), "new\n"));
    assertThat(changed()).isEqualTo("A\tnew.txt");
    gitIsContent();
  }

  @Test
  void attributesAndFiltersAreAppliedAsByGit() throws IOException {
    Files.writeString(repo.resolve(".gitattributes"), "*.up filter=up\n*.txt text eol=crlf\n");
    git(repo, "config", "filter.up.clean", "tr a-z A-Z");
    git(repo, "config", "filter.up.smudge", "tr A-Z a-z");
    git(repo, "config", "filter.up.required", "true");
    Files.writeString(repo.resolve("x.up"), "shout\n");
    git(repo, "add", "-A");
    git(repo, "commit", "-q", "-m", "filters");
    run(files -> {
      assertThat(files.resolve("x.up")).hasContent("shout");
      assertThat(Files.readString(files.resolve("a.txt"))).isEqualTo("a\r\n");
      Files.writeString(files.resolve("y.up"), "quiet\n");
      Files.writeString(files.resolve("b.txt"), "b\r\n");
    });

    assertThat(changed().lines()).containsExactly("A\tb.txt", "A\ty.up");
    assertThat(git(repo, "cat-file", "-p", BRANCH + ":y.up")).isEqualTo("QUIET");
    assertThat(git(repo, "cat-file", "-s", BRANCH + ":b.txt")).isEqualTo("2");
    gitIsContent();
  }

  @Test
  void aFilterThatFailsFailsTheStageAndTheOtherFilesAreCommitted() throws IOException {
    Files.writeString(repo.resolve(".gitattributes"), "*.bad filter=bad\n");
    git(repo, "config", "filter.bad.clean", "false");
    git(repo, "config", "filter.bad.required", "true");
    git(repo, "add", "-A");
    git(repo, "commit", "-q", "-m", "filters");
    Done done =
        run(files -> {
          Files.writeString(files.resolve("x.bad"), "x\n");
          Files.writeString(files.resolve("good.txt"), "x\n");
        });

    assertThat(done.files().trouble()).hasValueSatisfying(why -> assertThat(why).contains("x.bad"));
    assertThat(changed()).isEqualTo("A\tgood.txt");
  }

  @Test
  void aRepositoryWithoutACommitInsideIsTroubleAndNamed() throws IOException {
    Done done =
        run(files -> {
          git(Files.createDirectories(files.resolve("app")), "init", "-q");
          Files.writeString(files.resolve("app/main.c"), "x\n");
          Files.writeString(files.resolve("new.txt"), "x\n");
        });

    assertThat(done.files().trouble()).hasValueSatisfying(why -> assertThat(why).contains("app"));
    assertThat(changed()).isEqualTo("A\tnew.txt");
    assertThat(git(repo, "fsck", "--strict", "--no-dangling")).isEmpty();
  }

  @Test
  void aRepositoryWithCommitsInsideIsToldAndStaysWhenFilesAreMadeAnew() throws IOException {
    Done done =
        run(files -> {
          Path app = Files.createDirectories(files.resolve("app"));
          git(app, "init", "-q");
          git(
              app,
              "-c",
              "user.name=x",
              "-c",
              "user.email=x@y",
              "commit",
              "-q",
              "--allow-empty",
              "-m",
              "x");
        });

    assertThat(done.files().warnings()).singleElement().asString().contains("app");
    assertThat(done.files().trouble()).isEmpty();
    gitIsContent();
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace("R", BRANCH, repository.head(), worktree, new Cancellation())) {
      workspace.rollBackTo(repository.head(), repository.head());
      assertThat(worktree.resolve("app/.git")).as("the only copy of its commits").exists();
    }
  }

  @Test
  void pipesSocketsAndEmptyFoldersAreLeftOutAndNothingWaitsForThem() throws IOException {
    Done done =
        run(files -> {
          git(files, "-c", "alias.pipe=!mkfifo pipe", "pipe");
          Files.createDirectories(files.resolve("empty"));
          Files.writeString(files.resolve("new.txt"), "x\n");
        });

    assertThat(done.files().trouble()).isEmpty();
    assertThat(changed()).isEqualTo("A\tnew.txt");
    gitIsContent();
  }

  @Test
  void namesNeedNotBeText() throws IOException {
    git(repo, "-c", "alias.name=!printf x >\"$(printf 'lat\\374n')\"", "name");
    git(repo, "add", "-A");
    git(repo, "commit", "-q", "-m", "name");
    Done done =
        run(files -> git(files, "-c", "alias.name=!printf x >\"$(printf 'o\\366')\"", "name"));

    assertThat(done.files().trouble()).isEmpty();
    assertThat(changed()).contains("o\\366");
    gitIsContent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with blank",
        "quote\"d",
        "back\\slash",
        "-dash",
        ":(top)x",
        "*",
        "tab\tbed",
        "new\nline",
        "\u00fc"
      })
  void oddNames(String name) throws IOException {
    run(files -> Files.writeString(files.resolve(name), "x\n"));
    assertThat(git(repo, "ls-tree", "-z", "--name-only", BRANCH).split("\0", -1))
        .contains(name, "a.txt");
    gitIsContent();
  }

  @Test
  void aLockThatAStageHasLeftIsRemovedWithAWarning() throws IOException {
    Done done =
        run(files -> {
          Files.createFile(Path.of(git(files, "rev-parse", "--absolute-git-dir"), "index.lock"));
          Files.writeString(files.resolve("new.txt"), "x\n");
        });

    assertThat(done.files().warnings()).singleElement().asString().contains("index.lock");
    assertThat(changed()).isEqualTo("A\tnew.txt");
    gitIsContent();
  }

  @Test
  void aStageThatTakesGitAwayFromItsFolderLosesNothing() throws IOException {
    Done done =
        run(files -> {
          Files.delete(files.resolve(".git"));
          git(files, "init", "-q");
          Files.writeString(files.resolve("new.txt"), "x\n");
        });

    assertThat(done.files().trouble()).isEmpty();
    assertThat(changed()).contains("A\tnew.txt");
    assertThat(git(worktree, "rev-parse", "--abbrev-ref", "HEAD")).isEqualTo(BRANCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git reset -q --hard HEAD~1",
        "git checkout -q --detach && git reset -q --hard HEAD~1",
        "git checkout -q --orphan other",
        "git branch -q -f attractor/run/R HEAD~1 2>/dev/null || git update-ref refs/heads/attractor/run/R HEAD~1",
        "git commit -q --amend -m amended",
        "git update-ref -d refs/heads/attractor/run/R",
        "git rebase -q --root 2>/dev/null || true",
      })
  void aStageThatRewritesTheBranchTakesNothingFromTheRun(String command) throws IOException {
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace("R", BRANCH, repository.head(), worktree, new Cancellation())) {
      Files.writeString(worktree.resolve("one.txt"), "1\n");
      String one = commit(workspace, repository.head(), "one#1.1", 3);
      git(worktree, "-c", "alias.do=!" + command, "do");
      Files.writeString(worktree.resolve("two.txt"), "2\n");
      commit(workspace, one, "two#1.1", 6);

      assertThat(git(repo, "merge-base", "--is-ancestor", one, BRANCH)).isEmpty();
      assertThat(git(repo, "ls-tree", "--name-only", BRANCH)).contains("two.txt");
      assertThat(git(worktree, "rev-parse", "--abbrev-ref", "HEAD")).isEqualTo(BRANCH);
      assertThat(git(worktree, "status", "--porcelain")).isEmpty();
    }
  }

  private static String commit(Workspace workspace, String head, String attempt, long seq) {
    String commit =
        workspace.commit(
            new StageCommit("R", Attempt.parse(attempt), "success", seq, Instant.EPOCH),
            workspace.capture(head, Optional.empty()));
    workspace.advanceTo(Attempt.parse(attempt), commit);
    return commit;
  }

  @Test
  void largeFilesAreTold() throws IOException {
    Done done =
        run(files -> {
          try (RandomAccessFile large =
              new RandomAccessFile(files.resolve("large.bin").toFile(), "rw")) {
            large.setLength(60L << 20);
          }
        });
    assertThat(done.files().warnings()).singleElement().asString().contains("large.bin", "60 MB");
    assertThat(done.files().patch()).hasSizeLessThan(10_000);
  }

  @Test
  void foldersThatNobodyMayWriteToAreRemovedWithTheWorktree() throws IOException {
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace("R", BRANCH, repository.head(), worktree, new Cancellation())) {
      Path shut = Files.createDirectories(worktree.resolve("cache/m"));
      Files.writeString(shut.resolve("f"), "x");
      Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("r-xr-xr-x"));
      workspace.discardFork("R", worktree);
      assertThat(worktree).doesNotExist();
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
      assertThat(repository.inTheWayOf("elsewhere/x")).isEmpty();
    }
  }
}
