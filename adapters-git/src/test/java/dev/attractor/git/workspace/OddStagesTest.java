package dev.attractor.git.workspace;

import static dev.attractor.testkit.process.RealGit.git;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.Capture;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.StageCommit;
import dev.attractor.ports.workspace.Workspace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stages do to files and branch: a run loses nothing of it, and git is content. */
class OddStagesTest extends GitBench {
  private static final RunId RUN = new RunId("R");

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

  /** Git believes what its index says of a file, and a person may have told it anything. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo person >s.txt; git add s.txt; echo other >s.txt",
        "echo person >s.txt; git add s.txt; rm s.txt",
        "git update-index --assume-unchanged a.txt; echo person >a.txt",
        "git update-index --skip-worktree a.txt; echo person >a.txt",
      })
  void whatOnlyTheIndexHasOrHidesIsKeptAndTold(String work) throws IOException {
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace(RUN, BRANCH, repository.head(), worktree, new Cancellation())) {
      git(worktree, "-c", "alias.work=!" + work, "work");

      List<String> kept = workspace.rollBackTo(repository.head(), repository.head());

      assertThat(kept).isNotEmpty().allMatch(told -> told.contains("refs/attractor/found/R/"));
      assertThat(
              git(repo, "for-each-ref", "--format=%(refname)", "refs/attractor/found")
                  .lines()
                  .filter(
                      ref -> git(repo, "log", "-1", "-p", "--format=", ref).contains("+person")))
          .hasSize(1);
      assertThat(worktree.resolve("a.txt")).hasContent("a");
      assertThat(worktree.resolve("s.txt")).doesNotExist();
      assertThat(workspace.rollBackTo(repository.head(), repository.head())).isEmpty();
    }
    gitIsContent();
  }

  @Test
  void whatAFilterLeavesBehindHoldsNothingUp() throws IOException {
    git(repo, "config", "filter.f.clean", "sh -c 'sleep 300 >/dev/null & cat'");
    Files.writeString(repo.resolve(".gitattributes"), "*.f filter=f\n");
    git(repo, "add", "-A");
    git(repo, "commit", "-q", "-m", "filter");

    Done done = run(files -> Files.writeString(files.resolve("y.f"), "x\n"));

    assertThat(done.files().trouble()).isEmpty();
    assertThat(git(repo, "show", BRANCH + ":y.f")).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "DIRC", "no index at all, but longer than the shortest that there is"})
  void anIndexThatCannotBeReadIsMadeAnew(String content) throws IOException {
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace(RUN, BRANCH, repository.head(), worktree, new Cancellation())) {
      Path index =
          Path.of(git(worktree, "rev-parse", "--path-format=absolute", "--git-path", "index"));
      Files.writeString(worktree.resolve("new.txt"), "x\n");
      Files.writeString(index, content);
      commit(workspace, repository.head(), "a#1.1", 3);
      assertThat(changed()).isEqualTo("A\tnew.txt");

      Files.writeString(worktree.resolve("new.txt"), "another\n");
      Files.writeString(index, content);
      String head = git(repo, "rev-parse", BRANCH.text());
      workspace.rollBackTo(head, head);
      assertThat(worktree.resolve("new.txt")).hasContent("x");
    }
    gitIsContent();
  }

  @Test
  void foldersNestedDeeperThanAPathCanTellAreRemoved() throws Exception {
    Path folder = Files.createDirectories(worktree.resolveSibling("deep"));
    Process made =
        new ProcessBuilder(
                "sh",
                "-c",
                "d=$(printf '%0200d' 0); for i in $(seq 30); do mkdir $d; cd -P $d; done; echo x >f")
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();

    TreeRemoval.of(folder);

    assertThat(folder).doesNotExist();
  }

  @Test
  void whatIsInNoCommitIsTold() throws IOException {
    try (GitRepository repository = REPOSITORIES.open(repo)) {
      run(files -> {
        git(files, "init", "-q", "inner");
        git(files.resolve("inner"), "commit", "-q", "--allow-empty", "-m", "precious");
        Files.writeString(files.resolve("new.txt"), "x\n");
      });
      assertThat(repository.uncommitted(worktree, 10))
          .containsExactly("inner (a repository of its own)");
      Files.writeString(worktree.resolve("new.txt"), "another\n");
      Files.writeString(worktree.resolve("mine.txt"), "x\n");
      assertThat(repository.uncommitted(worktree, 10)).contains("new.txt", "mine.txt");
      assertThat(repository.uncommitted(worktree, 1)).hasSize(1);
      assertThat(repository.uncommitted(folder.resolve("other/worktree"), 10)).isEmpty();
    }
  }

  @Test
  void aLinkInThePlaceOfTheWorkTreeLeadsNowhere() throws IOException {
    List<String> before = everythingOf(repo);
    Done done =
        run(files -> {
          TreeRemoval.of(files);
          Files.createSymbolicLink(files, repo);
        });

    assertThat(done.files().trouble()).isEmpty();
    assertThat(repo.resolve(".git/HEAD")).isRegularFile();
    assertThat(everythingOf(repo)).isEqualTo(before);
    assertThat(Files.isDirectory(worktree, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(changed()).startsWith("D\t");
    gitIsContent();
  }

  private static List<String> everythingOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  /** With a .gitignore that the run does not know what that has hidden comes to light. */
  @Test
  void whatOnlyAnIgnoreFileOfAPersonHidesIsKeptAndTold() throws IOException {
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace(RUN, BRANCH, repository.head(), worktree, new Cancellation())) {
      Files.writeString(worktree.resolve(".gitignore"), "*.log\nnotes/\n");
      Files.writeString(worktree.resolve("keep.log"), "precious\n");
      Files.createDirectories(worktree.resolve("notes"));
      Files.writeString(worktree.resolve("notes/n.txt"), "precious too\n");

      List<String> kept = workspace.rollBackTo(repository.head(), repository.head());

      assertThat(kept).hasSize(2).allMatch(told -> told.contains("refs/attractor/found/R/"));
      String all =
          git(repo, "for-each-ref", "--format=%(refname)", "refs/attractor/found")
              .lines()
              .map(ref -> git(repo, "ls-tree", "-r", "--name-only", ref))
              .reduce("", (one, more) -> one + "\n" + more);
      assertThat(all).contains(".gitignore", "keep.log", "notes/n.txt");
      assertThat(worktree.resolve("keep.log")).doesNotExist();
      assertThat(workspace.rollBackTo(repository.head(), repository.head())).isEmpty();
    }
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
    assertThat(git(repo, "ls-tree", "-z", "--name-only", BRANCH.text()).split("\0", -1))
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
    assertThat(changed()).isEqualTo("A\tnew.txt");
    assertThat(worktree.resolveSibling("worktree.git.found-1/HEAD")).exists();
    assertThat(git(worktree, "rev-parse", "--abbrev-ref", "HEAD")).isEqualTo(BRANCH.text());
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
            repository.workspace(RUN, BRANCH, repository.head(), worktree, new Cancellation())) {
      Files.writeString(worktree.resolve("one.txt"), "1\n");
      String one = commit(workspace, repository.head(), "one#1.1", 3);
      git(worktree, "-c", "alias.do=!" + command, "do");
      Files.writeString(worktree.resolve("two.txt"), "2\n");
      commit(workspace, one, "two#1.1", 6);

      assertThat(git(repo, "merge-base", "--is-ancestor", one, BRANCH.text())).isEmpty();
      assertThat(git(repo, "ls-tree", "--name-only", BRANCH.text())).contains("two.txt");
      assertThat(git(worktree, "rev-parse", "--abbrev-ref", "HEAD")).isEqualTo(BRANCH.text());
      assertThat(git(worktree, "status", "--porcelain")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git merge -q other",
        "git cherry-pick other",
        "git rebase -q other",
        "git rebase --apply -q other",
        "git revert --no-commit HEAD",
        "echo 3 >one.txt; git -c rebase.autoStash=true rebase -q other",
        "git bisect start -q HEAD HEAD~1",
      })
  void whatAStageHasBegunWithGitAndNotEndedIsForgottenAndItsFilesAreKept(String command)
      throws IOException {
    git(repo, "checkout", "-q", "-b", "other");
    Files.writeString(repo.resolve("one.txt"), "other\n");
    git(repo, "add", "-A");
    git(repo, "commit", "-q", "-m", "other");
    git(repo, "checkout", "-q", "main");
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace(RUN, BRANCH, repository.head(), worktree, new Cancellation())) {
      Files.writeString(worktree.resolve("one.txt"), "1\n");
      String one = commit(workspace, repository.head(), "one#1.1", 3);
      git(worktree, "-c", "alias.do=!{ " + command + "; } >/dev/null 2>&1 || true", "do");
      Files.writeString(worktree.resolve("new.txt"), "x\n");
      Capture files = workspace.capture(one, Optional.empty());
      Attempt two = Attempt.parse("two#1.1");
      workspace.advanceTo(
          two, workspace.commit(new StageCommit(RUN, two, "success", 6, Instant.EPOCH), files));

      assertThat(files.warnings()).anyMatch(text -> text.contains("not ended"));
      assertThat(git(repo, "ls-tree", "--name-only", BRANCH.text())).contains("new.txt");
      assertThat(git(worktree, "status")).contains("On branch " + BRANCH).contains("clean");
      assertThat(git(repo, "fsck", "--strict", "--no-dangling")).isEmpty();
    }
  }

  @Test
  void whatARebaseHadPutAsideIsKept() throws IOException {
    git(repo, "checkout", "-q", "-b", "other");
    Files.writeString(repo.resolve("one.txt"), "other\n");
    git(repo, "add", "-A");
    git(repo, "commit", "-q", "-m", "other");
    git(repo, "checkout", "-q", "main");
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace(RUN, BRANCH, repository.head(), worktree, new Cancellation())) {
      Files.writeString(worktree.resolve("one.txt"), "1\n");
      String one = commit(workspace, repository.head(), "one#1.1", 3);
      Files.writeString(worktree.resolve("a.txt"), "put aside\n");
      git(
          worktree,
          "-c",
          "alias.do=!git rebase --autostash -q other >/dev/null 2>&1 || true",
          "do");
      workspace.capture(one, Optional.empty());

      assertThat(git(repo, "for-each-ref", "--format=%(refname)", "refs/attractor/found/R").lines())
          .anyMatch(ref -> git(repo, "show", ref + ":a.txt").equals("put aside"));
    }
  }

  @Test
  void aLockThatSomebodyKeepsIsToldAsSuch() throws IOException {
    JGitRepositories impatient = repositories(Duration.ofMillis(200));
    try (GitRepository repository = impatient.open(repo);
        Workspace workspace =
            repository.workspace(RUN, BRANCH, repository.head(), worktree, new Cancellation())) {
      Files.writeString(worktree.resolve("new.txt"), "x\n");
      Capture files = workspace.capture(repository.head(), Optional.empty());
      Attempt attempt = Attempt.parse("a#1.1");
      StageCommit stage = new StageCommit(RUN, attempt, "success", 3, Instant.EPOCH);
      String commit = workspace.commit(stage, files);
      Path lock = Files.createFile(repo.resolve(".git/refs/heads/" + BRANCH + ".lock"));

      assertThatThrownBy(() -> workspace.advanceTo(attempt, commit))
          .isInstanceOfSatisfying(
              AttractorException.class,
              e -> assertThat(e.kind()).isEqualTo(AttractorException.Kind.BUSY))
          .hasMessageContaining(lock.getFileName().toString());
      Files.delete(lock);
      workspace.advanceTo(attempt, commit);
      assertThat(git(repo, "rev-parse", BRANCH.text())).isEqualTo(commit);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refs/heads/attractor/run/R.lock",
        "refs/attractor/attempts/R/latest-attempt.lock",
        "packed-refs.lock",
        "worktrees/worktree/index.lock",
      })
  void aLockThatSomebodyHoldsForAMomentIsWaitedFor(String name) throws Exception {
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace(RUN, BRANCH, repository.head(), worktree, new Cancellation())) {
      Files.writeString(worktree.resolve("new.txt"), "x\n");
      Path lock = repo.resolve(".git").resolve(name);
      Files.createDirectories(lock.getParent());
      Files.createFile(lock);
      Thread other = Thread.ofVirtual().start(() -> letGoAfterAWhile(lock));
      String one = commit(workspace, repository.head(), "one#1.1", 3);
      other.join();
      assertThat(git(repo, "rev-parse", BRANCH.text())).isEqualTo(one);
    }
  }

  /** A second git at work; how long it takes changes nothing in the outcome. */
  private static void letGoAfterAWhile(Path lock) {
    try {
      Thread.sleep(Duration.ofMillis(700));
      Files.deleteIfExists(lock);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @RepeatedTest(5)
  void housekeepingBesideTakesNothingThatTheRunNeeds() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Thread housekeeping =
        Thread.ofPlatform()
            .start(() -> {
              while (!over.get()) {
                for (String command :
                    List.of(
                        "repack -adq",
                        "prune-packed -q",
                        "pack-refs --all",
                        "gc -q --prune=now",
                        "worktree prune")) {
                  git(repo, "-c", "alias.do=!git " + command + " >/dev/null 2>&1 || true", "do");
                }
              }
            });
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace(RUN, BRANCH, repository.head(), worktree, new Cancellation())) {
      String head = repository.head();
      for (int i = 1; i <= 12; i++) {
        Files.writeString(worktree.resolve("f" + i % 5), i + "\n");
        head = commit(workspace, head, "n%d#1.1".formatted(i), i);
        RunId other = new RunId("other-" + i);
        assertThat(repository.claim(other, "here", _ -> true)).isEmpty();
        assertThat(repository.claim(other, "there", _ -> true)).contains("here");
      }
    } finally {
      over.set(true);
      housekeeping.join();
    }
    assertThat(git(repo, "rev-list", "--count", "main.." + BRANCH)).isEqualTo("12");
    gitIsContent();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void contentThatIsPrunedWhileGitTrustsItsIndexIsTakenInAgain(boolean treesAreKnown)
      throws IOException {
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace(RUN, BRANCH, repository.head(), worktree, new Cancellation())) {
      Files.writeString(worktree.resolve("a.txt"), "another\n");
      Files.writeString(worktree.resolve("new.txt"), "new\n");
      git(worktree, "add", "-A");
      if (treesAreKnown) {
        git(worktree, "write-tree");
      }
      prune("a.txt");
      prune("new.txt");
      Capture captured = workspace.capture(repository.head(), Optional.empty());
      prune("new.txt");
      workspace.advanceTo(
          Attempt.parse("a#1.1"),
          workspace.commit(
              new StageCommit(RUN, Attempt.parse("a#1.1"), "success", 3, Instant.EPOCH), captured));
    }
    assertThat(changed()).isEqualTo("M\ta.txt\nA\tnew.txt");
    gitIsContent();
  }

  /** What housekeeping does that had looked at the index before the file was added. */
  private void prune(String file) throws IOException {
    String id = git(worktree, "hash-object", file);
    Files.delete(repo.resolve(".git/objects/" + id.substring(0, 2) + "/" + id.substring(2)));
  }

  @Test
  void anOldLockOfAnOwnRefIsRemovedAndTold() throws IOException {
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace(RUN, BRANCH, repository.head(), worktree, new Cancellation())) {
      Path lock = Files.createFile(repo.resolve(".git/refs/heads/" + BRANCH + ".lock"));
      Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(600)));
      commit(workspace, repository.head(), "one#1.1", 3);

      assertThat(workspace.capture(repository.head(), Optional.empty()).warnings())
          .anyMatch(text -> text.contains(lock.getFileName().toString()));
    }
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
            repository.workspace(RUN, BRANCH, repository.head(), worktree, new Cancellation())) {
      Path shut = Files.createDirectories(worktree.resolve("cache/m"));
      Files.writeString(shut.resolve("f"), "x");
      Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("r-xr-xr-x"));
      workspace.discardFork(RUN, repository.head(), worktree);
      assertThat(worktree).doesNotExist();
    }
  }
}
