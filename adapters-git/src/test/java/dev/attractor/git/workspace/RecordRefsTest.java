package dev.attractor.git.workspace;

import static dev.attractor.testkit.process.RealGit.git;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.RunRecord;
import dev.attractor.ports.workspace.Workspace;
import dev.attractor.process.supervision.PosixProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of runs whose refs others may have written. */
class RecordRefsTest {
  private static final RunId RUN = new RunId("R");

  @TempDir private Path folder = Path.of("");

  @Test
  void aRefThatNoRunInsideItCanHaveIsDamageAndForgottenWithTheRest() throws IOException {
    Path repo = Files.createDirectory(folder.resolve("repo"));
    git(repo, "init", "-q");
    git(repo, "commit", "-q", "--allow-empty", "-m", "first");
    Path worktree = folder.resolve("logs/worktree");
    try (GitRepository repository =
        new JGitRepositories(
                new PosixProcesses(System.getenv("PATH"), InstantSource.system()),
                new HostEnvironment(System.getenv(), Path.of("/"), Path.of("/")))
            .open(repo)) {
      String head = repository.head();
      try (Workspace files =
          repository.workspace(
              RUN, new BranchName("attractor/run/R"), head, worktree, new Cancellation())) {
        files.keepRecord(new RunRecord(RUN, head, Map.of("f", "one")), 1, true);
      }
      git(repo, "update-ref", "refs/attractor/meta/R.@b", "refs/attractor/meta/R");

      assertThatThrownBy(() -> repository.records(RUN))
          .isInstanceOf(AttractorException.class)
          .hasMessage("the record of R is damaged: 'R.@b' cannot be a run id");
      git(repo, "update-ref", "refs/attractor/attempts/R.fan-p1-b/latest-attempt", head);
      git(repo, "update-ref", "refs/attractor/attempts/R2/latest-attempt", head);
      repository.forget(RUN, worktree);
      assertThat(git(repo, "for-each-ref", "--format=%(refname)", "refs/attractor"))
          .as("that of another run")
          .isEqualTo("refs/attractor/attempts/R2/latest-attempt");
    }
  }
}
