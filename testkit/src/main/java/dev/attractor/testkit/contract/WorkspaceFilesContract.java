package dev.attractor.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.Capture;
import dev.attractor.ports.workspace.RunRecord;
import dev.attractor.ports.workspace.StageCommit;
import dev.attractor.ports.workspace.Workspace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What the files of a run promise ({@link Workspace}) about what is taken in, kept and told of
 * them; the ground of {@link WorkspaceContract}. The run begins at a commit without files, in a
 * place where {@link #IGNORED} is ignored by git.
 *
 * @since 0.1
 */
public abstract class WorkspaceFilesContract {
  /** A file that git ignores. */
  protected static final String IGNORED = "ignored/x";

  /** The run. */
  protected static final RunId RUN = new RunId("R");

  static final RunId BRANCH_RUN = RUN.inside("f");
  static final BranchName BRANCH = new BranchName("attractor/parallel/R/f");

  /** For subclasses. */
  protected WorkspaceFilesContract() {}

  /** Opens the workspace of the run; again for another driver when the one before has closed it. */
  protected abstract Workspace open();

  /** Returns the commit at which the branch of a workspace stands. */
  protected abstract String head(Workspace workspace);

  /** Returns the files of a workspace, also those that are ignored. */
  protected abstract Map<String, String> files(Workspace workspace);

  /** Writes a file as a stage would. */
  protected abstract void write(Workspace workspace, String name, String text);

  /** Deletes a file as a stage would. */
  protected abstract void delete(Workspace workspace, String name);

  /** Returns the texts that are kept of a run. */
  protected abstract Map<String, String> kept(RunId runId);

  static StageCommit stage(RunId runId, String attempt, long seq) {
    return new StageCommit(
        runId, Attempt.parse(attempt), "success", seq, Instant.parse("2026-11-24T10:00:00Z"));
  }

  static StageCommit stage(String attempt, long seq) {
    return stage(RUN, attempt, seq);
  }

  String finish(Workspace workspace, StageCommit stage) {
    String commit = commit(workspace, stage);
    workspace.advanceTo(stage.attempt(), commit);
    return commit;
  }

  String commit(Workspace workspace, StageCommit stage) {
    return workspace.commit(stage, workspace.capture(head(workspace), Optional.empty()));
  }

  static Path place(Workspace workspace) {
    return workspace.folder().resolveSibling("branch");
  }

  static Workspace fork(Workspace workspace, String base) {
    return workspace.fork(BRANCH_RUN, BRANCH, base, place(workspace), new Cancellation());
  }

  // --- what is taken in ---

  @Test
  final void whereTheBranchWasRewrittenItIsPutBackWithAWarning() {
    try (Workspace workspace = open()) {
      String base = head(workspace);
      write(workspace, "one.txt", "1\n");
      String known = finish(workspace, stage("one#1.1", 3));
      workspace.rollBackTo(base, base);
      write(workspace, "two.txt", "2\n");
      finish(workspace, stage("other#1.1", 4));

      Capture files = workspace.capture(known, Optional.empty());
      assertThat(files.warnings()).singleElement().asString().contains("rewritten");
      assertThat(files.trouble()).isEmpty();
      assertThat(head(workspace)).isEqualTo(known);
      String commit = workspace.commit(stage("two#1.1", 6), files);
      workspace.advanceTo(Attempt.parse("two#1.1"), commit);
      assertThat(workspace.diff(known, commit)).contains("one.txt", "two.txt");
    }
  }

  @Test
  final void aFileThatIsTooLargeIsLeftOutAndIsTrouble() {
    try (Workspace workspace = open()) {
      String base = head(workspace);
      write(workspace, "large.txt", "x".repeat(2000));
      write(workspace, "small.txt", "x");

      Capture files = workspace.capture(base, Optional.of(1000L));
      assertThat(files.trouble()).hasValueSatisfying(why -> assertThat(why).contains("large.txt"));
      String commit = workspace.commit(stage("a#1.1", 3), files);
      workspace.advanceTo(Attempt.parse("a#1.1"), commit);
      assertThat(workspace.diff(base, commit)).contains("small.txt").doesNotContain("large.txt");
      assertThat(workspace.capture(commit, Optional.empty()).trouble()).isEmpty();
    }
  }

  @Test
  final void whatIsTakenInHasThePatchToWhatTheRunKnew() {
    try (Workspace workspace = open()) {
      String base = head(workspace);
      assertThat(workspace.capture(base, Optional.empty()).patch()).isEmpty();
      write(workspace, "a.txt", "a\n");
      assertThat(workspace.capture(base, Optional.empty()).patch()).contains("a.txt", "+a");
    }
  }

  // --- what is kept of a run ---

  @Test
  final void whatIsKeptGrowsUntilItIsReplaced() {
    try (Workspace workspace = open()) {
      String head = head(workspace);
      assertThat(workspace.recordedUpTo(RUN)).isZero();

      workspace.keepRecord(new RunRecord(RUN, head, Map.of("f", "one ", "g", "g")), 3, true);
      workspace.keepRecord(new RunRecord(RUN, head, Map.of("f", "two")), 5, false);
      assertThat(workspace.recordedUpTo(RUN)).isEqualTo(5);
      assertThat(kept(RUN)).isEqualTo(Map.of("f", "one two", "g", "g"));

      workspace.keepRecord(new RunRecord(RUN, head, Map.of("f", "anew")), 4, true);
      assertThat(workspace.recordedUpTo(RUN)).isEqualTo(4);
      assertThat(kept(RUN)).isEqualTo(Map.of("f", "anew"));
    }
    try (Workspace workspace = open()) {
      assertThat(workspace.recordedUpTo(RUN)).as("by the next driver").isEqualTo(4);
    }
  }

  @Test
  final void whatIsKeptOfARunInsideIsItsOwn() {
    try (Workspace workspace = open()) {
      String head = head(workspace);
      workspace.keepRecord(new RunRecord(RUN, head, Map.of("f", "outside")), 7, true);
      workspace.keepRecord(new RunRecord(BRANCH_RUN, head, Map.of("f", "inside")), 2, true);

      assertThat(workspace.recordedUpTo(RUN)).isEqualTo(7);
      assertThat(workspace.recordedUpTo(BRANCH_RUN)).isEqualTo(2);
      assertThat(kept(RUN)).isEqualTo(Map.of("f", "outside"));
      assertThat(kept(BRANCH_RUN)).isEqualTo(Map.of("f", "inside"));
    }
  }

  // --- patches ---

  @Test
  final void aPatchTellsWhatChanged() {
    try (Workspace workspace = open()) {
      write(workspace, "a.txt", "before\n");
      write(workspace, "b.txt", "same\n");
      write(workspace, "c.txt", "gone\n");
      String from = finish(workspace, stage("a#1.1", 3));
      write(workspace, "a.txt", "after\n");
      delete(workspace, "c.txt");
      write(workspace, "d.txt", "new\n");
      String to = finish(workspace, stage("b#1.1", 5));

      assertThat(workspace.diff(from, to).lines())
          .contains("diff --git a/a.txt b/a.txt", "-before", "+after", "-gone", "+new")
          .doesNotContain("+same", "-same");
      assertThat(workspace.diff(to, from).lines()).contains("-after", "+before");
      assertThat(workspace.diff(to, to)).isEmpty();
    }
  }

  @Test
  final void aVeryLongPatchIsCutOff() {
    try (Workspace workspace = open()) {
      String from = head(workspace);
      for (int i = 10; i < 40; i++) {
        write(workspace, i + ".txt", "a line of sixteen\n".repeat(10_000));
      }
      String to = finish(workspace, stage("a#1.1", 3));

      String patch = workspace.diff(from, to);
      assertThat(patch.length()).isBetween(100_000, 3_000_000);
      assertThat(patch).contains("10.txt").doesNotContain("39.txt");
    }
  }
}
