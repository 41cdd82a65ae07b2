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
import dev.attractor.ports.workspace.StageCommit;
import dev.attractor.ports.workspace.Workspace;
import dev.attractor.process.supervision.PosixProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A repository, and a run of one stage in it. */
abstract class GitBench {
  static final JGitRepositories REPOSITORIES = repositories(Locks.PATIENCE);

  static JGitRepositories repositories(Duration patience) {
    return new JGitRepositories(
        new PosixProcesses(System.getenv("PATH"), InstantSource.system()),
        new HostEnvironment(System.getenv(), Path.of("/"), Path.of("/")),
        patience);
  }

  static final BranchName BRANCH = new BranchName("attractor/run/R");

  @TempDir Path folder = Path.of("");
  Path repo = Path.of("");
  Path worktree = Path.of("");

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
  interface Stage {
    void work(Path files) throws IOException;
  }

  record Done(Capture files, String commit) {}

  Done run(Stage stage) throws IOException {
    try (GitRepository repository = REPOSITORIES.open(repo);
        Workspace workspace =
            repository.workspace(
                new RunId("R"), BRANCH, repository.head(), worktree, new Cancellation())) {
      stage.work(workspace.folder());
      Capture files = workspace.capture(repository.head(), Optional.empty());
      Attempt attempt = Attempt.parse("a#1.1");
      String commit =
          workspace.commit(
              new StageCommit(
                  new RunId("R"), attempt, "success", 3, Instant.parse("2026-11-24T10:00:00Z")),
              files);
      workspace.advanceTo(attempt, commit);
      return new Done(files, commit);
    }
  }

  void gitIsContent() {
    assertThat(git(worktree, "status", "--porcelain")).isEmpty();
    assertThat(git(repo, "fsck", "--strict", "--no-dangling")).isEmpty();
    Path server = folder.resolve("server.git");
    git(folder, "init", "-q", "--bare", server.toString());
    git(server, "config", "receive.fsckObjects", "true");
    git(repo, "-c", "core.hooksPath=/dev/null", "push", "-q", server.toString(), BRANCH.text());
  }

  String changed() {
    return git(repo, "diff", "--name-status", "main", BRANCH.text());
  }

  static String commit(Workspace workspace, String head, String attempt, long seq) {
    String commit =
        workspace.commit(
            new StageCommit(new RunId("R"), Attempt.parse(attempt), "success", seq, Instant.EPOCH),
            workspace.capture(head, Optional.empty()));
    workspace.advanceTo(Attempt.parse(attempt), commit);
    return commit;
  }
}
