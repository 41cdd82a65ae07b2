package dev.attractor.git.workspace;

import static dev.attractor.testkit.process.RealGit.git;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.run.RunId;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Repositories as they are: what a run commits is what git itself would have. */
class WorldTest extends GitBench {
  @Test
  void filesThatSomebodyRemovedAreMadeAgain() throws IOException {
    run(files -> Files.writeString(files.resolve("new.txt"), "x\n"));
    try (Stream<Path> all = Files.walk(worktree)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    run(files -> {
      assertThat(files.resolve("a.txt")).hasContent("a");
      assertThat(files.resolve("new.txt")).hasContent("x");
    });
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
  void aFileThatIsNotInItsEncodingFailsTheStage() throws IOException {
    Files.writeString(repo.resolve(".gitattributes"), "*.u working-tree-encoding=UTF-16LE-BOM\n");
    git(repo, "add", "-A");
    git(repo, "commit", "-q", "-m", "encoding");
    Done done =
        run(files -> {
          Files.writeString(files.resolve("x.u"), "no\n");
          Files.writeString(files.resolve("good.txt"), "x\n");
        });

    assertThat(done.files().trouble()).hasValueSatisfying(why -> assertThat(why).contains("x.u"));
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
            repository.workspace(
                new RunId("R"), BRANCH, repository.head(), worktree, new Cancellation())) {
      workspace.rollBackTo(repository.head(), repository.head());
      assertThat(worktree.resolve("app/.git")).as("the only copy of its commits").exists();
    }
  }
}
