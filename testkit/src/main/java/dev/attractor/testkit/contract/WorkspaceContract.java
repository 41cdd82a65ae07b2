package dev.attractor.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.workspace.Merge;
import dev.attractor.ports.workspace.StageCommit;
import dev.attractor.ports.workspace.Workspace;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What the files of a run promise ({@link Workspace}), as a class to extend.
 *
 * @since 0.1
 */
public abstract class WorkspaceContract extends WorkspaceFilesContract {
  /** For subclasses. */
  protected WorkspaceContract() {}

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

  // --- runs inside ---

  @Test
  final void aRunInsideHasTheSameFilesAndAttemptsOfItsOwn() {
    try (Workspace workspace = open()) {
      write(workspace, "a.txt", "a\n");
      String outside = commit(workspace, stage("a#1.1", 3));
      try (Workspace inside = workspace.within("stage-v1-a1")) {
        assertThat(inside.folder()).isEqualTo(workspace.folder());
        String commit = commit(inside, stage(RUN.inside("stage"), "a#1.1", 3));
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
      workspace.discardFork(BRANCH_RUN, base, place(workspace)); // there is none
      String made;
      try (Workspace fork = fork(workspace, base)) {
        write(fork, "made.txt", "made\n");
        made = finish(fork, stage(BRANCH_RUN, "x#1.1", 2));
        write(fork, "half.txt", "half\n");
      }
      workspace.discardFork(BRANCH_RUN, base, place(workspace));
      workspace.discardFork(BRANCH_RUN, base, place(workspace));

      try (Workspace fork = fork(workspace, base)) {
        assertThat(head(fork)).isEqualTo(made);
        assertThat(files(fork)).isEqualTo(Map.of("made.txt", "made\n"));
      }
    }
  }

  // --- merging branches ---

  /** Commits a file on a branch of its own and returns the commit. */
  private String onABranch(Workspace workspace, String branch, String name, String text) {
    String base = head(workspace);
    try (Workspace fork =
        workspace.fork(
            RUN.inside(branch),
            new BranchName("attractor/run/parallel/R/fan/pass1/" + branch),
            base,
            workspace.folder().resolveSibling("fork-" + branch),
            new Cancellation())) {
      write(fork, name, text);
      StageCommit stage = new StageCommit(RUN.inside(branch), attempt(branch), "success", 3, AT);
      String commit = fork.commit(stage, fork.capture(base, Optional.empty()));
      fork.advanceTo(attempt(branch), commit);
      return commit;
    }
  }

  private static Attempt attempt(String node) {
    return Attempt.first(new NodeId(node), 1);
  }

  private static final Instant AT = Instant.parse("2026-11-29T10:00:00Z");

  private static StageCommit merging() {
    return new StageCommit(RUN, attempt("join"), "merged", 7, AT);
  }

  private static String merged(Merge merge) {
    assertThat(merge).isInstanceOf(Merge.Merged.class);
    return ((Merge.Merged) merge).commit();
  }

  @Test
  final void workOnDifferentFilesIsMergedAndTheBranchMovesOnlyInTheEnd() {
    try (Workspace workspace = open()) {
      write(workspace, "old.txt", "old\n");
      String base = finish(workspace, stage("start#1.1", 1));
      String a = onABranch(workspace, "a", "a.txt", "a\n");
      String b = onABranch(workspace, "b", "b.txt", "b\n");

      String merged = merged(workspace.merge(merging(), a, b));
      String again = merged(workspace.merge(merging(), a, b));

      assertThat(again).as("of the same commits").isEqualTo(merged);
      assertThat(workspace.diff(base, merged)).contains("a.txt").contains("b.txt");
      workspace.fastForward(merged);
      assertThat(head(workspace)).isEqualTo(merged);
      assertThat(files(workspace))
          .isEqualTo(Map.of("old.txt", "old\n", "a.txt", "a\n", "b.txt", "b\n"));
      write(workspace, "next.txt", "1\n");
      finish(workspace, stage("join#1.1", 9));
    }
  }

  @Test
  final void whereOneCommitLeadsToTheOtherThatIsTheMerge() {
    try (Workspace workspace = open()) {
      String base = finish(workspace, stage("start#1.1", 1));
      String a = onABranch(workspace, "a", "a.txt", "a\n");

      assertThat(merged(workspace.merge(merging(), base, a))).isEqualTo(a);
      assertThat(merged(workspace.merge(merging(), a, base))).isEqualTo(a);
    }
  }

  @Test
  final void aConflictNamesItsFilesAndCanBeGivenUp() {
    try (Workspace workspace = open()) {
      write(workspace, "x.txt", "base\n");
      String base = finish(workspace, stage("start#1.1", 1));
      String a = onABranch(workspace, "a", "x.txt", "a\n");
      String b = onABranch(workspace, "b", "x.txt", "b\n");

      Merge merge = workspace.merge(merging(), a, b);

      assertThat(merge)
          .isInstanceOfSatisfying(
              Merge.Conflicting.class,
              conflict -> {
                assertThat(conflict.names()).containsExactly("x.txt");
                assertThat(conflict.ours()).isEqualTo(a);
                assertThat(conflict.theirs()).isEqualTo(b);
              });
      assertThat(files(workspace).get("x.txt")).contains("<<<<<<<");
      workspace.abandonMerge();
      assertThat(head(workspace)).isEqualTo(base);
      assertThat(files(workspace)).isEqualTo(Map.of("x.txt", "base\n"));
      assertThat(workspace.capture(base, Optional.empty()).patch()).isEmpty();
    }
  }

  @Test
  final void whatIsMadeOfAConflictIsTheMergeAndWhatIsLeftOfItIsNot() {
    try (Workspace workspace = open()) {
      write(workspace, "x.txt", "base\n");
      finish(workspace, stage("start#1.1", 1));
      String a = onABranch(workspace, "a", "x.txt", "a\n");
      String b = onABranch(workspace, "b", "x.txt", "b\n");
      Merge.Conflicting conflict = (Merge.Conflicting) workspace.merge(merging(), a, b);

      assertThat(workspace.resolve(merging(), conflict)).isInstanceOf(Merge.Unresolved.class);
      write(workspace, "x.txt", "a and b\n");
      String merged = merged(workspace.resolve(merging(), conflict));
      workspace.fastForward(merged);

      assertThat(head(workspace)).isEqualTo(merged);
      assertThat(files(workspace)).isEqualTo(Map.of("x.txt", "a and b\n"));
    }
  }

  @Test
  final void theNextDriverMergesAgainFromTheSameCommits() {
    String base;
    String a;
    String b;
    try (Workspace workspace = open()) {
      base = finish(workspace, stage("start#1.1", 1));
      a = onABranch(workspace, "a", "x.txt", "a\n");
      b = onABranch(workspace, "b", "x.txt", "b\n");
      assertThat(workspace.merge(merging(), a, b)).isInstanceOf(Merge.Conflicting.class);
    }
    try (Workspace workspace = open()) {
      assertThat(workspace.rollBackTo(base, base)).as("half a merge is told").isNotEmpty();
      assertThat(head(workspace)).isEqualTo(base);
      assertThat(workspace.merge(merging(), a, b)).isInstanceOf(Merge.Conflicting.class);
      workspace.abandonMerge();
      assertThat(files(workspace)).isEmpty();
    }
  }
}
