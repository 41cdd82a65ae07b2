package dev.attractor.git.workspace;

import static dev.attractor.testkit.process.RealGit.git;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.attractor.domain.run.BranchNames;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.workspace.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server gets of a run. */
class PushTest extends GitBench {
  private static final BranchNames BRANCHES =
      BranchNames.below("attractor/run", new RunId("R")).orElseThrow();

  private Path server = Path.of("");

  @BeforeEach
  void makeServer() {
    server = folder.resolve("server.git");
    git(folder, "init", "-q", "--bare", server.toString());
    git(repo, "remote", "add", "origin", server.toUri().toString());
  }

  /** Returns what git said when it did not push. */
  private Optional<String> pushed(String commit) {
    git(repo, "update-ref", "refs/attractor/meta/R", commit); // a record goes along
    try (GitRepository repository = REPOSITORIES.open(repo)) {
      return repository.push("origin", BRANCHES);
    }
  }

  private static boolean isInstalled(String... words) {
    try {
      return !git(Path.of("/"), words).isEmpty();
    } catch (AssertionError e) {
      return false;
    }
  }

  @Test
  void whatGitLfsKeepsIsThereBeforeTheBranch() throws IOException {
    assumeThat(isInstalled("lfs", "version")).as("git-lfs is installed").isTrue();
    git(repo, "lfs", "install", "--local");
    Done done =
        run(files -> {
          Files.writeString(files.resolve(".gitattributes"), "*.bin filter=lfs -text\n");
          Files.writeString(files.resolve("large.bin"), "content\n");
        });

    assertThat(pushed(done.commit())).isEmpty();
    assertThat(git(server, "show", BRANCH + ":large.bin")).startsWith("version https://git-lfs");
    try (Stream<Path> kept = Files.walk(server.resolve("lfs/objects"))) {
      assertThat(kept.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  @Test
  void settingsOfGitLfsAloneHoldNothingUp() throws IOException {
    git(repo, "config", "filter.lfs.clean", "no-such-program");
    Done done = run(files -> Files.writeString(files.resolve("b.txt"), "b\n"));

    assertThat(pushed(done.commit())).isEmpty();
    assertThat(git(server, "show", BRANCH + ":b.txt")).isEqualTo("b");
  }
}
