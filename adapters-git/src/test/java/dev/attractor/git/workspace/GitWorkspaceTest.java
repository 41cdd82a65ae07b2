package dev.attractor.git.workspace;

import static dev.attractor.testkit.process.RealGit.git;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.Capture;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.RunRecord;
import dev.attractor.ports.workspace.StageCommit;
import dev.attractor.ports.workspace.Workspace;
import dev.attractor.process.supervision.PosixProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SEMANTICS §11: the real git judges what JGit wrote. */
class GitWorkspaceTest {
  private static final RunId RUN = new RunId("R");
  private static final JGitRepositories REPOSITORIES = repositories(System.getenv());

  private static final BranchName BRANCH = new BranchName("attractor/run/R");

  @TempDir private Path folder = Path.of("");
  private Path repo = Path.of("");
  private Path worktree = Path.of("");

  @SuppressWarnings("NullAway.Init") // JUnit makes it before each test
  private GitRepository repository;

  private static JGitRepositories repositories(Map<String, String> variables) {
    return new JGitRepositories(
        new PosixProcesses(System.getenv("PATH"), InstantSource.system()),
        new HostEnvironment(variables, Path.of("/"), Path.of("/")));
  }

  @BeforeEach
  void makeRepository() throws IOException {
    folder = folder.toRealPath();
    repo = Files.createDirectories(folder.resolve("repo"));
    worktree = folder.resolve("logs").resolve("worktree");
    git(repo, "init", "-q", "-b", "main");
    Files.writeString(repo.resolve("a.txt"), "a\n");
    Files.createDirectories(repo.resolve("dir"));
    Files.writeString(repo.resolve("dir/b.txt"), "b\n");
    Path script = Files.writeString(repo.resolve("run.sh"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(repo.resolve("link"), Path.of("a.txt"));
    Files.writeString(repo.resolve(".gitignore"), "ignored/\n");
    git(repo, "add", "-A");
    git(repo, "commit", "-q", "-m", "first");
    repository = REPOSITORIES.open(repo);
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private Workspace workspace() {
    return repository.workspace(RUN, BRANCH, repository.head(), worktree, new Cancellation());
  }

  private static StageCommit stage(String attempt, long seq) {
    return new StageCommit(
        RUN, Attempt.parse(attempt), "success", seq, Instant.parse("2026-11-24T10:00:00Z"));
  }

  private static String commitOnly(Workspace workspace, String attempt, long seq) {
    return workspace.commit(stage(attempt, seq), captured(workspace));
  }

  private static Capture captured(Workspace workspace) {
    return workspace.capture(git(workspace.folder(), "rev-parse", "HEAD"), Optional.empty());
  }

  private String commit(Workspace workspace, String attempt, long seq) {
    String commit = commitOnly(workspace, attempt, seq);
    workspace.advanceTo(Attempt.parse(attempt), commit);
    return commit;
  }

  @Test
  void gitListsAndUsesTheWorktree() {
    try (Workspace workspace = workspace()) {
      assertThat(git(repo, "worktree", "list", "--porcelain"))
          .contains("worktree " + workspace.folder())
          .contains("branch refs/heads/" + BRANCH);
      assertThat(git(worktree, "status", "--porcelain")).isEmpty();
      assertThat(git(worktree, "rev-parse", "--abbrev-ref", "HEAD")).isEqualTo(BRANCH.text());
      assertThat(Files.isExecutable(worktree.resolve("run.sh"))).isTrue();
      assertThat(Files.isSymbolicLink(worktree.resolve("link"))).isTrue();
      assertThat(git(repo, "worktree", "prune", "-v")).isEmpty();
    }
  }

  /** The Java machine tells what it has forced to the disk, and git does. */
  @Test
  void whatIsCommittedIsOnTheDiskBeforeAnythingSpeaksOfIt() throws IOException {
    Path told = folder.resolve("git-events");
    Path settings = folder.resolve("settings");
    Files.writeString(settings, "[trace2]\n  eventTarget = %s\n".formatted(told));
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.put("GIT_CONFIG_GLOBAL", settings.toString());
    List<String> forced;
    try (GitRepository fresh = repositories(variables).open(repo);
        Workspace workspace =
            fresh.workspace(RUN, BRANCH, fresh.head(), worktree, new Cancellation());
        Recording recording = new Recording()) {
      recording.enable("jdk.FileForce").withoutThreshold();
      Files.writeString(worktree.resolve("c.txt"), "c\n");
      git(repo, "config", "some.setting", "changed"); // the settings are read again
      Files.writeString(told, "");
      recording.start();
      commit(workspace, "a#1.1", 3);
      recording.stop();
      Path events = folder.resolve("events.jfr");
      recording.dump(events);
      forced =
          RecordingFile.readAllEvents(events).stream()
              .map(event -> event.getString("path"))
              .filter(path -> path.startsWith(repo.toString())) // other tests run at the same time
              .toList();
    }

    assertThat(git(repo, "rev-list", "--objects", BRANCH.text(), "^main").lines())
        .as("a commit, its tree and a file")
        .hasSize(3);
    assertThat(forced)
        .as("the commit, by ourselves")
        .filteredOn(file -> file.contains(".git/objects/"))
        .hasSize(1);
    assertThat(Files.readString(told).lines().filter(line -> line.contains("hardware-flush")))
        .as("the file, by git add; the tree, by git write-tree")
        .hasSize(2);
    assertThat(forced)
        .anyMatch(file -> file.contains("refs/heads/" + BRANCH))
        .anyMatch(file -> file.contains("refs/attractor/attempts/R/latest-attempt"));
    assertThat(repo.resolve(".git/config")).content().doesNotContain("fsync");
  }

  @Test
  void theUsersCheckoutIsNotTouched() throws IOException {
    Files.writeString(repo.resolve("a.txt"), "changed\n");
    Files.writeString(repo.resolve("new.txt"), "new\n");
    git(repo, "add", "new.txt");
    String status = git(repo, "status", "--porcelain");
    byte[] index = Files.readAllBytes(repo.resolve(".git/index"));
    byte[] config = Files.readAllBytes(repo.resolve(".git/config"));
    String head = Files.readString(repo.resolve(".git/HEAD"));
    String main = git(repo, "rev-parse", "main");

    try (Workspace workspace = workspace()) {
      Files.writeString(worktree.resolve("a.txt"), "by a stage\n");
      commit(workspace, "a#1.1", 3);
    }

    assertThat(Files.readAllBytes(repo.resolve(".git/index"))).isEqualTo(index);
    assertThat(Files.readAllBytes(repo.resolve(".git/config"))).isEqualTo(config);
    assertThat(repo.resolve(".git/HEAD")).hasContent(head.strip());
    assertThat(git(repo, "rev-parse", "main")).isEqualTo(main);
    assertThat(git(repo, "status", "--porcelain")).isEqualTo(status);
    assertThat(repo.resolve("a.txt")).hasContent("changed");
  }

  @Test
  void oneCommitPerStageWithItsTrailersAlsoWhenNothingChanged() throws IOException {
    try (Workspace workspace = workspace()) {
      Files.writeString(worktree.resolve("new.txt"), "new\n");
      Files.delete(worktree.resolve("dir/b.txt"));
      Files.createDirectories(worktree.resolve("ignored"));
      Files.writeString(worktree.resolve("ignored/x"), "x");
      commit(workspace, "a#1.1", 3);
      commit(workspace, "b#1.1", 9);
    }

    assertThat(git(repo, "log", "--format=%s", "main.." + BRANCH).lines())
        .containsExactly("attractor(R): b (success)", "attractor(R): a (success)");
    assertThat(
            git(repo, "log", "-1", "--format=%(trailers:only,unfold)", BRANCH.text())
                .strip()
                .lines())
        .containsExactly(
            "Attractor-Run: R",
            "Attractor-Stage: b#1.1",
            "Attractor-Status: success",
            "Attractor-Seq: 9");
    assertThat(git(repo, "diff", "--name-status", "main", BRANCH.text()).lines())
        .containsExactly("D\tdir/b.txt", "A\tnew.txt");
    assertThat(git(repo, "fsck", "--strict", "--full")).isEmpty();
  }

  @Test
  void whatARepeatedAttemptMadeStaysReachable() throws IOException {
    try (Workspace workspace = workspace()) {
      Files.writeString(worktree.resolve("half.txt"), "half\n");
      String attempt = commitOnly(workspace, "a#1.1", 3);
      commit(workspace, "a#1.2", 6);

      assertThat(git(repo, "for-each-ref", "--format=%(refname) %(objectname)", "refs/attractor"))
          .startsWith("refs/attractor/attempts/R/a/v1-a1 " + attempt);
      assertThat(git(repo, "fsck", "--strict")).isEmpty();
    }
  }

  @Test
  void rollsBackToWhatGitCallsTheSameFiles() throws IOException {
    try (Workspace workspace = workspace()) {
      String head = commit(workspace, "start#1.1", 1);
      Files.writeString(worktree.resolve("half.txt"), "half\n");
      String attempt = commitOnly(workspace, "a#1.1", 3);
      Files.writeString(worktree.resolve("a.txt"), "worse\n");
      Files.delete(worktree.resolve("run.sh"));
      Files.createDirectories(worktree.resolve("junk/deep"));
      Files.writeString(worktree.resolve("junk/deep/x"), "x");

      workspace.rollBackTo(head, attempt);

      assertThat(git(repo, "rev-parse", BRANCH.text())).isEqualTo(head);
      assertThat(Files.isExecutable(worktree.resolve("run.sh"))).isTrue();
      assertThat(worktree.resolve("junk")).as("an empty folder, too").doesNotExist();
      assertThat(git(worktree, "diff", "--name-only", attempt)).isEmpty();
    }
  }

  @Test
  void aFinishedStageLeavesNoRefBehindButThatOfTheLatestAttempt() throws IOException {
    try (Workspace workspace = workspace()) {
      commit(workspace, "a#1.1", 3);
      String latest = commit(workspace, "b#1.1", 6);

      assertThat(git(repo, "for-each-ref", "--format=%(refname) %(objectname)", "refs/attractor"))
          .isEqualTo("refs/attractor/attempts/R/latest-attempt " + latest);
    }
  }

  @Test
  void aBranchIsAWorkTreeAndABranchOfGit() {
    Path place = worktree.resolveSibling("branch");
    try (Workspace workspace = workspace()) {
      String base = commit(workspace, "fan#1.1", 3);
      String made;
      try (Workspace fork =
          workspace.fork(
              new RunId("R.f"),
              new BranchName("attractor/parallel/R/f"),
              base,
              place,
              new Cancellation())) {
        made =
            fork.commit(
                new StageCommit(
                    new RunId("R.f"), Attempt.parse("x#1.1"), "success", 2, Instant.EPOCH),
                captured(fork));
        fork.advanceTo(Attempt.parse("x#1.1"), made);
        assertThat(git(repo, "worktree", "list")).contains(place.toString());
      }
      workspace.discardFork(new RunId("R.f"), base, place);

      workspace.fastForward(made);

      assertThat(git(repo, "rev-parse", BRANCH.text())).isEqualTo(made);
      assertThat(git(repo, "rev-parse", "attractor/parallel/R/f")).isEqualTo(made);
      assertThat(place).doesNotExist();
      assertThat(git(repo, "worktree", "list", "--porcelain")).doesNotContain(place.toString());
      assertThat(git(repo, "fsck", "--strict")).isEmpty();
    }
  }

  private static final String HEAD_UNKNOWN = "0".repeat(40);

  @Test
  void aHalfMadeWorktreeIsFinishedAndStaleLocksGo() throws IOException {
    try (Workspace workspace = workspace()) {
      commitOnly(workspace, "a#1.1", 3);
      workspace.keepRecord(new RunRecord(RUN, HEAD_UNKNOWN, Map.of("f", "one ")), 1, true);
    }
    Files.createFile(repo.resolve(".git/refs/attractor/attempts/R/latest-attempt.lock"));
    Path locked = Files.createFile(repo.resolve(".git/refs/attractor/meta/R.lock"));
    Path other = Files.createFile(repo.resolve(".git/refs/attractor/meta/RR.lock"));
    Files.createFile(repo.resolve(".git/refs/heads").resolve(BRANCH + ".lock"));
    Path admin = repo.resolve(".git/worktrees/worktree");
    Files.writeString(admin.resolve("locked"), "initializing"); // as git is while it makes one
    Files.delete(worktree.resolve("a.txt"));
    Files.createFile(admin.resolve("index.lock"));

    try (Workspace workspace = workspace()) {
      assertThat(worktree.resolve("a.txt")).hasContent("a");
      commit(workspace, "a#1.1", 4);
      workspace.keepRecord(new RunRecord(RUN, HEAD_UNKNOWN, Map.of("f", "two")), 2, false);
      assertThat(git(worktree, "status", "--porcelain")).isEmpty();
      assertThat(workspace.recordedUpTo(RUN)).isEqualTo(2);
    }
    assertThat(locked).doesNotExist();
    assertThat(other).as("that of another run").exists();
    assertThat(git(repo, "show", "refs/attractor/meta/R:f")).isEqualTo("two");
    assertThat(git(repo, "show", "refs/attractor/meta/R~1:f").strip()).isEqualTo("one");
  }

  @Test
  void whatAnAgentCommitsOrChecksOutByItselfIsKept() throws IOException {
    try (Workspace workspace = workspace()) {
      Files.writeString(worktree.resolve("own.txt"), "own\n");
      git(worktree, "add", "-A");
      git(worktree, "commit", "-q", "-m", "by the agent");
      String first = commit(workspace, "a#1.1", 3);
      git(worktree, "checkout", "-q", "-b", "elsewhere");
      Files.writeString(worktree.resolve("more.txt"), "more\n");
      commit(workspace, "b#1.1", 5);

      assertThat(git(repo, "log", "--format=%s", "main.." + BRANCH).lines())
          .containsExactly(
              "attractor(R): b (success)", "attractor(R): a (success)", "by the agent");
      assertThat(git(repo, "diff", "--name-only", first, BRANCH.text())).isEqualTo("more.txt");
      assertThat(git(worktree, "rev-parse", "--abbrev-ref", "HEAD")).isEqualTo(BRANCH.text());
      assertThat(git(worktree, "status", "--porcelain")).isEmpty();
    }
  }

  @Test
  void submodulesAndEmptyFoldersAreLeftAsTheyAre() throws IOException {
    Path library = Files.createDirectories(folder.resolve("library"));
    git(library, "init", "-q", "-b", "main");
    Files.writeString(library.resolve("lib.txt"), "lib\n");
    git(library, "add", "-A");
    git(library, "commit", "-q", "-m", "lib");
    git(
        repo,
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "-q",
        "add",
        library.toString(),
        "sub");
    git(repo, "commit", "-q", "-m", "submodule");
    try (GitRepository fresh = REPOSITORIES.open(repo);
        Workspace workspace =
            fresh.workspace(RUN, BRANCH, fresh.head(), worktree, new Cancellation())) {
      assertThat(fresh.changes(5)).isEmpty();
      Files.createDirectories(worktree.resolve("empty"));
      commit(workspace, "a#1.1", 3);
      assertThat(git(repo, "diff", "--name-status", "main", BRANCH.text())).isEmpty();
      workspace.rollBackTo(
          git(repo, "rev-parse", BRANCH.text()), git(repo, "rev-parse", BRANCH.text()));
      commit(workspace, "b#1.1", 5);
      assertThat(git(repo, "diff", "--name-status", "main", BRANCH.text())).isEmpty();
    }
  }

  @Test
  void worksFromInsideAnotherWorktreeOfTheUser() {
    Path other = folder.resolve("other");
    git(repo, "worktree", "add", "-q", "-b", "topic", other.toString());
    try (GitRepository fromOther = REPOSITORIES.open(other);
        Workspace workspace =
            fromOther.workspace(
                new RunId("R2"),
                new BranchName("attractor/run/R2"),
                fromOther.head(),
                worktree,
                new Cancellation())) {
      commit(workspace, "a#1.1", 3);
      assertThat(git(other, "worktree", "list").lines()).hasSize(3);
      assertThat(git(other, "status", "--porcelain")).isEmpty();
    }
  }

  @Test
  void theAuthorIsTheRepositorysOrAFallback() {
    git(repo, "config", "user.name", "Ada");
    git(repo, "config", "user.email", "ada@example.org");
    try (GitRepository fresh = REPOSITORIES.open(repo);
        Workspace workspace =
            fresh.workspace(RUN, BRANCH, fresh.head(), worktree, new Cancellation())) {
      commit(workspace, "a#1.1", 3);
    }
    assertThat(git(repo, "log", "-1", "--format=%an <%ae>", BRANCH.text()))
        .isEqualTo("Ada <ada@example.org>");
  }

  @Test
  void tellsWhatIsNotCommitted() throws IOException {
    assertThat(repository.changes(5)).isEmpty();
    Files.writeString(repo.resolve("a.txt"), "changed\n");
    Files.writeString(repo.resolve("new.txt"), "new\n");
    Files.createDirectories(repo.resolve("ignored"));
    Files.writeString(repo.resolve("ignored/x"), "x");

    assertThat(repository.changes(5)).containsExactly("a.txt", "new.txt");
    assertThat(repository.changes(1)).hasSize(1);
  }
}
