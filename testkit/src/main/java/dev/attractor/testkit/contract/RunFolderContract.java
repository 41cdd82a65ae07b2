package dev.attractor.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.source.SourceText;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.StageFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the folder of a run promises ({@link RunFolder}), as a class to extend.
 *
 * @since 0.1
 */
public abstract class RunFolderContract extends RunContract {
  private static final RunId A_RUN = RUN_ID.inside("a");
  private static final RunId B_RUN = RUN_ID.inside("b");
  private static final Attempt FAN_OUT = Attempt.first(new NodeId("fan"), 1);
  private static final Branch BRANCH = new Branch(2, new NodeId("b"));
  private static final RunEvent HAPPENED = new RunEvent.Warning("happened");
  private static final PipelineSource INNER =
      new PipelineSource(new SourceText("i.dot", "digraph i {}"), Map.of());

  /** For subclasses. */
  protected RunFolderContract() {}

  @Test
  final void whatTheRunIsOutlivesItsDriver() {
    Manifest manifest;
    try (RunFolder folder = begin(RUN)) {
      manifest = folder.manifest();
      assertThat(manifest.movedTo(manifest.repository(), RUN.manifest().worktree()))
          .isEqualTo(RUN.manifest());
    }

    try (RunFolder folder = reopen()) {
      assertThat(folder.manifest()).isEqualTo(manifest);
      assertThat(folder.source().text().text()).isEqualTo(RUN.source().text().text());
      assertThat(folder.source().files()).isEqualTo(RUN.source().files());
      assertThat(folder.config()).isEqualTo(RUN.config());
    }
  }

  @Test
  final void itLiesWhereItLay() {
    Path place;
    try (RunFolder first = begin(RUN)) {
      place = first.location();
    }
    try (RunFolder second = reopen()) {
      assertThat(second.location()).isEqualTo(place);
    }
  }

  @Test
  final void itsEntriesAreThoseThatWereThereWhenItWasOpened() {
    try (RunFolder folder = begin(RUN)) {
      folder.journal().append(HAPPENED);
      assertThat(folder.entries()).extracting(JournalEntry::event).containsExactly(STARTED);
    }
    try (RunFolder folder = reopen()) {
      assertThat(folder.entries())
          .extracting(JournalEntry::event)
          .containsExactly(STARTED, HAPPENED);
    }
  }

  @Test
  final void itsDescriptionSaysWhatRunsAndWhere() {
    try (RunFolder folder = begin(RUN)) {
      assertThat(folder.description().values())
          .contains(RUN.source().text().text(), folder.location().toString());
    }
  }

  @Test
  final void stagesIterationsAndTheSetupHaveFoldersOfTheirOwn() {
    try (RunFolder folder = begin(RUN)) {
      assertThat(
              List.of(
                  folder.stage(ATTEMPT, 0).path(),
                  folder.stage(ATTEMPT, 1).path(),
                  folder.stage(ATTEMPT, 2).path(),
                  folder.stage(Attempt.first(new NodeId("other"), 1), 0).path(),
                  folder.setup().path()))
          .doesNotHaveDuplicates()
          .allMatch(path -> path.startsWith(folder.location()));
      assertThat(folder.stage(ATTEMPT.next(), 0).path())
          .as("another attempt of the stage")
          .isEqualTo(folder.stage(ATTEMPT, 0).path());
    }
  }

  @Test
  final void theRunInsideAStageIsFoundAgainOnlyForItsAttempt() {
    try (RunFolder folder = begin(RUN)) {
      StageFolder stage = folder.stage(ATTEMPT, 0);
      stage.begin();
      assertThat(folder.hasPart(stage, A_RUN)).isFalse();
      try (RunFolder part = folder.part(stage, INNER, startOf(A_RUN))) {
        assertThat(part.entries()).extracting(JournalEntry::event).containsExactly(startOf(A_RUN));
        part.journal().append(HAPPENED);
      }
    }
    try (RunFolder folder = reopen()) {
      StageFolder stage = folder.stage(ATTEMPT, 0);
      assertThat(folder.hasPart(stage, A_RUN)).isTrue();
      assertThat(folder.hasPart(stage, B_RUN)).as("another attempt").isFalse();
      try (RunFolder part = folder.part(stage, INNER, startOf(A_RUN))) {
        assertThat(part.manifest().runId()).isEqualTo(A_RUN);
        assertThat(part.manifest().worktree()).isEqualTo(folder.manifest().worktree());
        assertThat(part.source().text().text()).isEqualTo("digraph i {}");
        assertThat(part.config()).isEqualTo(RUN.config());
        assertThat(part.entries())
            .extracting(JournalEntry::event)
            .containsExactly(startOf(A_RUN), HAPPENED);
      }
    }
  }

  @Test
  final void anotherAttemptOfAStageHasAnotherRunInside() {
    try (RunFolder folder = begin(RUN)) {
      StageFolder first = folder.stage(ATTEMPT, 0);
      first.begin();
      try (RunFolder part = folder.part(first, INNER, startOf(A_RUN))) {
        part.journal().append(HAPPENED);
      }
      StageFolder second = folder.stage(ATTEMPT.next(), 0);
      second.begin();

      assertThat(folder.hasPart(second, A_RUN)).as("moved into the history").isFalse();
      try (RunFolder part = folder.part(second, INNER, startOf(B_RUN))) {
        assertThat(part.entries()).extracting(JournalEntry::event).containsExactly(startOf(B_RUN));
      }
    }
  }

  @Test
  final void aBranchThatHasBegunIsFoundAgain() {
    try (RunFolder folder = begin(RUN)) {
      assertThat(folder.hasBranch(FAN_OUT, BRANCH)).isFalse();
      try (RunFolder branch = folder.branch(FAN_OUT, BRANCH, startOf(B_RUN))) {
        branch.journal().append(HAPPENED);
      }
    }
    try (RunFolder folder = reopen()) {
      assertThat(folder.hasBranch(FAN_OUT, BRANCH)).isTrue();
      assertThat(folder.hasBranch(FAN_OUT, new Branch(1, new NodeId("a"))))
          .as("another branch")
          .isFalse();
      assertThat(folder.hasBranch(Attempt.first(new NodeId("fan"), 2), BRANCH))
          .as("another visit")
          .isFalse();
      try (RunFolder branch = folder.branch(FAN_OUT, BRANCH, startOf(B_RUN))) {
        assertThat(branch.manifest().runId()).isEqualTo(B_RUN);
        assertThat(branch.manifest().worktree()).isEqualTo(folder.branchWorktree(FAN_OUT, BRANCH));
        assertThat(branch.source().text().text()).isEqualTo(RUN.source().text().text());
        assertThat(branch.config()).isEqualTo(RUN.config());
        assertThat(branch.entries())
            .extracting(JournalEntry::event)
            .containsExactly(startOf(B_RUN), HAPPENED);
      }
    }
  }

  @Test
  final void branchesAndVisitsHaveWorkTreesOfTheirOwn() {
    try (RunFolder folder = begin(RUN)) {
      assertThat(folder.branchWorktree(FAN_OUT, BRANCH))
          .isNotEqualTo(folder.branchWorktree(FAN_OUT, new Branch(1, new NodeId("a"))))
          .isNotEqualTo(folder.branchWorktree(Attempt.first(new NodeId("fan"), 2), BRANCH))
          .isNotEqualTo(RUN.manifest().worktree());
    }
  }

  @Test
  final void thereIsRoom() {
    try (RunFolder folder = begin(RUN)) {
      assertThat(folder.room()).isPositive();
    }
  }
}
