package dev.attractor.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.run.Attempt;
import dev.attractor.ports.AttractorException;
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
 * What the files of a run promise ({@link Workspace}), as a class to extend. The run begins at a
 * commit without files, in a place where {@link #IGNORED} is ignored by git.
 *
 * @since 0.1
 */
public abstract class WorkspaceContract {
  /** A file that git ignores. */
  protected static final String IGNORED = "ignored/x";

  /** The run. */
  protected static final String RUN = "R";

  private static final String BRANCH_RUN = "R.f";
  private static final String BRANCH = "attractor/parallel/R/f";

  /** For subclasses. */
  protected WorkspaceContract() {}

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
  protected abstract Map<String, String> kept(String runId);

  private static StageCommit stage(String runId, String attempt, long seq) {
    return new StageCommit(
        runId, Attempt.parse(attempt), "success", seq, Instant.parse("2026-11-24T10:00:00Z"));
  }

  private static StageCommit stage(String attempt, long seq) {
    return stage(RUN, attempt, seq);
  }

  private String finish(Workspace workspace, StageCommit stage) {
    String commit = commit(workspace, stage);
    workspace.advanceTo(stage.attempt(), commit);
    return commit;
  }

  private String commit(Workspace workspace, StageCommit stage) {
    return workspace.commit(stage, workspace.capture(head(workspace), Optional.empty()));
  }

  private static Path place(Workspace workspace) {
    return workspace.folder().resolveSibling("branch");
  }

  private static Workspace fork(Workspace workspace, String base) {
    return workspace.fork(BRANCH_RUN, BRANCH, base, place(workspace), new Cancellation());
  }

  // --- commits ---

  @Test
  final void aCommitHoldsTheFilesAndTheBranchMovesOnlyWhenItIsToldTo() {
    try (Workspace workspace = open()) {
      String base = head(workspace);
      write(workspace, "a.txt", "a\n");

      String commit = commit(workspace, stage("a#1.1", 3));
      assertThat(commit).isNotEqualTo(base);
      assertThat(head(workspace)).isEqualTo(base);

      workspace.advanceTo(Attempt.parse("a#1.1"), commit);
      assertThat(head(workspace)).isEqualTo(commit);
      assertThat(files(workspace)).isEqualTo(Map.of("a.txt", "a\n"));
    }
  }

  @Test
  final void aStageThatChangesNothingHasACommitToo() {
    try (Workspace workspace = open()) {
      String first = finish(workspace, stage("a#1.1", 3));
      String second = finish(workspace, stage("b#1.1", 9));

      assertThat(second).isNotEqualTo(first);
      assertThat(head(workspace)).isEqualTo(second);
      assertThat(workspace.diff(first, second)).isEmpty();
    }
  }

  @Test
  final void committingAnAttemptTwiceGivesTheSameCommit() {
    try (Workspace workspace = open()) {
      write(workspace, "new.txt", "1\n");
      String first = commit(workspace, stage("a#1.1", 3));
      write(workspace, "new.txt", "2\n");

      assertThat(commit(workspace, stage("a#1.1", 3))).isEqualTo(first);
      assertThat(commit(workspace, stage("a#1.1", 5))).as("run again").isNotEqualTo(first);
    }
  }

  @Test
  final void theNextDriverFindsTheCommitOfAnAttemptAgain() {
    String first;
    try (Workspace workspace = open()) {
      write(workspace, "new.txt", "1\n");
      first = commit(workspace, stage("a#1.1", 3));
    }
    try (Workspace workspace = open()) {
      assertThat(files(workspace)).as("as they were").isEqualTo(Map.of("new.txt", "1\n"));
      assertThat(finish(workspace, stage("a#1.1", 3))).isEqualTo(first);
    }
    try (Workspace workspace = open()) {
      assertThat(head(workspace)).isEqualTo(first);
    }
  }

  @Test
  final void advancingTwiceChangesNothing() {
    try (Workspace workspace = open()) {
      String commit = finish(workspace, stage("a#1.1", 3));
      workspace.advanceTo(Attempt.parse("a#1.1"), commit);

      assertThat(head(workspace)).isEqualTo(commit);
    }
  }

  @Test
  final void anotherAttemptStandsOnWhatTheBranchHas() {
    try (Workspace workspace = open()) {
      write(workspace, "half.txt", "half\n");
      commit(workspace, stage("a#1.1", 3));
      delete(workspace, "half.txt");
      write(workspace, "whole.txt", "whole\n");
      String base = head(workspace);
      String commit = finish(workspace, stage("a#1.2", 6));

      assertThat(workspace.diff(base, commit)).contains("whole.txt").doesNotContain("half.txt");
    }
  }

  // --- going back and on ---

  @Test
  final void itGoesBackToTheFilesOfACommitAndKeepsWhatIsIgnored() {
    try (Workspace workspace = open()) {
      write(workspace, "kept.txt", "kept\n");
      write(workspace, "deleted.txt", "deleted\n");
      String head = finish(workspace, stage("start#1.1", 1));
      write(workspace, "half.txt", "half\n");
      String attempt = commit(workspace, stage("a#1.1", 3));
      write(workspace, "half.txt", "worse\n");
      write(workspace, "kept.txt", "worse\n");
      delete(workspace, "deleted.txt");
      write(workspace, "junk/deep/x", "x");
      write(workspace, IGNORED, "x");

      workspace.rollBackTo(head, attempt);

      assertThat(head(workspace)).isEqualTo(head);
      assertThat(files(workspace))
          .isEqualTo(
              Map.of(
                  "kept.txt",
                  "kept\n",
                  "deleted.txt",
                  "deleted\n",
                  "half.txt",
                  "half\n",
                  IGNORED,
                  "x"));
    }
  }

  @Test
  final void whatIsIgnoredIsNotCommitted() {
    try (Workspace workspace = open()) {
      String base = head(workspace);
      write(workspace, IGNORED, "x");

      assertThat(workspace.diff(base, finish(workspace, stage("a#1.1", 3)))).isEmpty();
    }
  }

  @Test
  final void itGoesOnOnlyToACommitThatFollows() {
    try (Workspace workspace = open()) {
      String base = head(workspace);
      write(workspace, "a.txt", "a\n");
      String other = finish(workspace, stage("a#1.1", 3));
      workspace.rollBackTo(base, base);
      write(workspace, "b.txt", "b\n");
      String now = finish(workspace, stage("b#1.1", 6));

      assertThatThrownBy(() -> workspace.fastForward(other)).isInstanceOf(AttractorException.class);
      assertThatThrownBy(() -> workspace.advanceTo(Attempt.parse("a#1.1"), other))
          .isInstanceOf(AttractorException.class);
      assertThat(head(workspace)).isEqualTo(now);
      assertThat(files(workspace)).isEqualTo(Map.of("b.txt", "b\n"));
    }
  }

  @Test
  final void whatAPersonLeftInTheFilesIsKeptAndToldWhenTheyAreMadeAnew() {
    try (Workspace workspace = open()) {
      String head = finish(workspace, stage("a#1.1", 3));
      assertThat(workspace.rollBackTo(head, head)).as("nothing was there").isEmpty();

      write(workspace, "mine.txt", "mine\n");
      assertThat(workspace.rollBackTo(head, head)).hasSize(1);
      assertThat(files(workspace)).isEmpty();
      assertThat(workspace.rollBackTo(head, head)).isEmpty();
    }
  }

  @Test
  final void commitsThatTheRunDoesNotKnowAreKeptAndTold() {
    try (Workspace workspace = open()) {
      String head = finish(workspace, stage("a#1.1", 3));
      write(workspace, "b.txt", "b\n");
      finish(workspace, stage("b#1.1", 6));
      finish(workspace, stage("c#1.1", 9));
      write(workspace, "c.txt", "c\n");

      assertThat(workspace.capture(head, Optional.empty()).warnings()).isEmpty();
      workspace.rollBackTo(head, head);
      assertThat(head(workspace)).isEqualTo(head);
      assertThat(files(workspace)).isEmpty();
    }
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

  // --- runs inside ---

  @Test
  final void aRunInsideHasTheSameFilesAndAttemptsOfItsOwn() {
    try (Workspace workspace = open()) {
      write(workspace, "a.txt", "a\n");
      String outside = commit(workspace, stage("a#1.1", 3));
      try (Workspace inside = workspace.within("stage-v1-a1")) {
        assertThat(inside.folder()).isEqualTo(workspace.folder());
        String commit = commit(inside, stage("R.stage", "a#1.1", 3));
        assertThat(commit).isNotEqualTo(outside);
        assertThat(commit(workspace, stage("a#1.1", 3))).isEqualTo(outside);

        inside.advanceTo(Attempt.parse("a#1.1"), commit);
        assertThat(head(workspace)).isEqualTo(commit);
      }
      assertThat(finish(workspace, stage("b#1.1", 9))).as("still open").isEqualTo(head(workspace));
    }
  }

  // --- branches ---

  @Test
  final void aBranchHasFilesAndCommitsOfItsOwnAndTheRunCanGoOnWithThem() {
    try (Workspace workspace = open()) {
      write(workspace, "a.txt", "a\n");
      String base = finish(workspace, stage("fan#1.1", 3));
      String made;
      try (Workspace fork = fork(workspace, base)) {
        assertThat(fork.folder()).isEqualTo(place(workspace));
        assertThat(head(fork)).isEqualTo(base);
        assertThat(files(fork)).isEqualTo(Map.of("a.txt", "a\n"));
        write(fork, "a.txt", "theirs\n");
        made = finish(fork, stage(BRANCH_RUN, "fan#1.1", 3));
        assertThat(head(fork)).isEqualTo(made);
      }
      assertThat(head(workspace)).as("nothing leaks").isEqualTo(base);
      assertThat(files(workspace)).isEqualTo(Map.of("a.txt", "a\n"));
      write(workspace, "scratch", "of a ranking agent");
      write(workspace, IGNORED, "x");

      workspace.fastForward(made);

      assertThat(head(workspace)).isEqualTo(made);
      assertThat(files(workspace)).isEqualTo(Map.of("a.txt", "theirs\n", IGNORED, "x"));
    }
  }

  @Test
  final void aBranchIsFoundAgainAsItWas() {
    try (Workspace workspace = open()) {
      String base = head(workspace);
      String made;
      try (Workspace fork = fork(workspace, base)) {
        made = finish(fork, stage(BRANCH_RUN, "x#1.1", 2));
        write(fork, "half.txt", "half\n");
      }
      try (Workspace fork = fork(workspace, base)) {
        assertThat(head(fork)).isEqualTo(made);
        assertThat(files(fork)).isEqualTo(Map.of("half.txt", "half\n"));
      }
    }
  }

  @Test
  final void ofADiscardedBranchTheCommitsStay() {
    try (Workspace workspace = open()) {
      String base = head(workspace);
      workspace.discardFork(BRANCH_RUN, place(workspace)); // there is none
      String made;
      try (Workspace fork = fork(workspace, base)) {
        write(fork, "made.txt", "made\n");
        made = finish(fork, stage(BRANCH_RUN, "x#1.1", 2));
        write(fork, "half.txt", "half\n");
      }
      workspace.discardFork(BRANCH_RUN, place(workspace));
      workspace.discardFork(BRANCH_RUN, place(workspace));

      try (Workspace fork = fork(workspace, base)) {
        assertThat(head(fork)).isEqualTo(made);
        assertThat(files(fork)).isEqualTo(Map.of("made.txt", "made\n"));
      }
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
