package dev.attractor.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS §11: a person's branch moves only when they say so. */
class MergeCommandTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  private Path logs = Path.of("");

  @BeforeEach
  void runOnce() throws IOException {
    bench.write("f", "base\n");
    bench.commitAll();
    bench.git("config", "user.name", "Ann");
    bench.git("config", "user.email", "ann@example.com");
    logs = bench.path("logs");
    Workbench.Result run =
        bench.run(
            SamplePipelines.tool("make", "echo made >made; echo run >f")
                + "start -> make make -> exit [condition=\"outcome=success\"]",
            "--logs-root",
            logs.toString());
    assertThat(run.code()).as(run.toString()).isZero();
  }

  private Workbench.Result merge(String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "merge";
    arguments[1] = logs.toString();
    System.arraycopy(options, 0, arguments, 2, options.length);
    return bench.attractor(arguments);
  }

  private String head() {
    return bench.git("rev-parse", "main");
  }

  @Test
  void withoutAYesItOnlyShows() {
    String before = head();

    Workbench.Result shown = merge();

    assertThat(shown.code()).isEqualTo(2);
    assertThat(shown.err()).contains("into main").contains("made").contains("--yes");
    assertThat(head()).isEqualTo(before);
  }

  /** Git itself would write over it when it takes back a merge that it has begun. */
  @ParameterizedTest
  @ValueSource(strings = {"--message=x", "--squash"})
  void aChangeThatGitWasToldNotToSeeIsKept(String how) throws IOException {
    bench.git("update-index", "--assume-unchanged", "f");
    bench.write("f", "mine\n");
    String before = head();

    Workbench.Result refused = merge("--yes", how);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("git was told not to look at f").contains("nothing was");
    assertThat(bench.repo().resolve("f")).hasContent("mine\n");
    assertThat(head()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--message=x", "--squash"})
  void aLockThatStaysIsTold(String how) throws IOException {
    Path lock = Files.createFile(bench.repo().resolve(".git/index.lock"));
    String before = head();

    Workbench.Result refused = merge("--yes", how);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("index.lock").contains("nothing was merged");
    assertThat(lock).exists();
    assertThat(head()).isEqualTo(before);
    Files.delete(lock);
    assertThat(merge("--yes", how).code()).isZero();
  }

  @Test
  void whatSomebodyHasDoneOnTheRunBranchSinceIsNotLeftOutInSilence() {
    String branch = bench.git("branch", "--list", "attractor/run/*", "--format=%(refname)").strip();
    String tip = bench.git("rev-parse", branch).strip();
    String more = bench.git("commit-tree", tip + "^{tree}", "-p", tip, "-m", "repaired").strip();
    bench.git("update-ref", branch, more);

    Workbench.Result refused = merge("--yes");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains(more, tip, "somebody has worked on it since", "git merge");
  }

  @Test
  void theCommitNamesTheRunAndItsStages() {
    Workbench.Result merged = merge("--yes");

    assertThat(merged.code()).as(merged.toString()).isZero();
    assertThat(merged.out()).contains("merged_into=main").contains("commit=" + head());
    assertThat(bench.git("show", "main:made")).isEqualTo("made");
    assertThat(bench.git("log", "-1", "--format=%B", "main"))
        .contains("Merge run")
        .contains("- make: success")
        .contains("Attractor-Run: ");
    assertThat(bench.git("log", "-1", "--format=%P", "main").split(" ")).hasSize(2);
    assertThat(bench.git("status", "--porcelain")).isEmpty();
    assertThat(merge("--yes").err()).as("again").contains("no file would change");
  }

  @ParameterizedTest
  @CsvSource({
    "merge.ff,false,--squash",
    "merge.ff,only,--squash",
    "merge.ff,only,--yes",
    "branch.main.mergeOptions,--no-commit,--yes",
    "branch.main.mergeOptions,--squash,--yes",
    "rerere.autoUpdate,true,--yes",
  })
  void whatAPersonHasSetForTheirOwnMergesChangesNothing(String key, String value, String option)
      throws IOException {
    bench.write("other", "moved on\n");
    bench.commitAll();
    bench.git("config", key, value);

    Workbench.Result merged = merge(Stream.of("--yes", option).distinct().toArray(String[]::new));

    assertThat(merged.code()).as(merged.toString()).isZero();
    assertThat(bench.git("show", "main:made")).isEqualTo("made");
    assertThat(bench.git("log", "-1", "--format=%P", "main").split(" "))
        .hasSize(option.equals("--squash") ? 1 : 2);
    assertThat(bench.git("status", "--porcelain")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--yes", "--squash"})
  void aMergeThatGitDoesNotCommitIsTakenBack(String option) {
    bench.git("config", "commit.gpgSign", "true");
    bench.git("config", "gpg.program", "false");
    String before = head();

    Workbench.Result merged = merge(Stream.of("--yes", option).distinct().toArray(String[]::new));

    assertThat(merged.code()).as(merged.toString()).isNotZero();
    assertThat(head()).isEqualTo(before);
    assertThat(bench.git("status", "--porcelain")).isEmpty();
    assertThat(bench.repo().resolve(".git/MERGE_HEAD")).doesNotExist();
  }

  @Test
  void squashedItIsOneCommitWithTheMessageThatWasGiven() {
    String before = head();
    Workbench.Result merged = merge("--yes", "--squash", "--message", "Add what was made");

    assertThat(merged.code()).as(merged.toString()).isZero();
    assertThat(bench.git("log", "-1", "--format=%P", "main")).isEqualTo(before);
    assertThat(bench.git("log", "-1", "--format=%s", "main")).isEqualTo("Add what was made");
    assertThat(bench.git("show", "main:f")).isEqualTo("run");
  }

  @Test
  void aDirtyCheckoutAndAnotherBranchAreRefused() throws IOException {
    bench.write("f", "mine\n");
    assertThat(merge("--yes").err()).contains("not committed: f").contains("commit or stash");
    bench.git("checkout", "-q", "f");
    bench.git("checkout", "-q", "-b", "other");
    assertThat(merge("--yes").err()).contains("git switch main");
    bench.git("checkout", "-q", "main");
    assertThat(merge("--yes").code()).isZero();
  }

  @Test
  void whatConflictsIsTakenBackAndTold() throws IOException {
    bench.write("f", "mine\n");
    bench.commitAll();
    String before = head();
    for (String[] way : new String[][] {{"--yes"}, {"--yes", "--squash"}}) {
      Workbench.Result refused = merge(way);

      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).contains("conflict in f").contains("git merge attractor/run/");
      assertThat(head()).isEqualTo(before);
      assertThat(bench.git("status", "--porcelain")).isEmpty();
      assertThat(Files.readString(bench.repo().resolve("f"))).isEqualTo("mine\n");
    }
  }

  @Test
  void aRunThatHasFailedIsNotMerged() throws IOException {
    Path failed = bench.path("failed");
    bench.run(
        SamplePipelines.tool("make", "exit 1") + "start -> make -> exit",
        "--logs-root",
        failed.toString());

    Workbench.Result refused = bench.attractor("merge", failed.toString(), "--yes");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("has not succeeded").contains("git merge");
  }
}
