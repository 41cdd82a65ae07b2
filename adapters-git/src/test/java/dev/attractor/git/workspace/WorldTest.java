package dev.attractor.git.workspace;

import static dev.attractor.testkit.process.RealGit.git;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Repositories as they are: what a run commits is what git itself would have. */
class WorldTest extends GitBench {
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
}
