package dev.attractor.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.agent.AgentSession;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.human.Choice;
import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.QuestionId;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.people.AnswerBox;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.people.Question;
import dev.attractor.ports.people.QuestionFile;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.StageFolder;
import dev.attractor.ports.runfolder.StageInvocation;
import dev.attractor.ports.runfolder.StageRecord;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessSpec;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What the folder of a stage promises ({@link StageFolder}), as a class to extend.
 *
 * @since 0.1
 */
public abstract class StageFolderContract extends RunContract {
  private static final Attempt LATER = Attempt.first(new NodeId("later"), 1);
  private static final Attempt FAN_OUT = Attempt.first(new NodeId("fan"), 1);
  private static final Branch BRANCH = new Branch(1, new NodeId("b"));
  private static final String FILE = "response.md";
  private static final Instant NOW = Instant.parse("2040-01-01T00:00:00Z");
  private static final StageRecord DONE =
      new StageRecord(
          ATTEMPT,
          5,
          Outcome.fail(FailureClass.TRANSIENT_INFRA, "no luck"),
          Duration.ofMillis(3),
          new Usage(3, 1, 2, new BigDecimal("0.25")),
          Optional.of(new AgentSession("thread", "session")),
          Optional.of("4b825dc642cb6eb9a060e54bf8d69288fbee4904"));
  private static final ProcessSpec WITH_A_TOKEN =
      ProcessSpec.of(List.of("curl", "ghp_0123456789abcdefghij"), Path.of("/"), Map.of());
  private static final ProcessResult ENDED =
      new ProcessResult(new ProcessResult.Exited(0), Instant.EPOCH, Instant.EPOCH);
  private static final Question QUESTION =
      new Question(
          new NodeId("stage"),
          "Sure?",
          List.of(new Choice("Y", "Yes", new NodeId("go"))),
          Map.of(),
          Optional.of(Duration.ofHours(1)));

  /** For subclasses. */
  protected StageFolderContract() {}

  private static StageFolder begun(RunFolder folder, Attempt attempt, int iteration) {
    StageFolder stage = folder.stage(attempt, iteration);
    stage.begin();
    return stage;
  }

  /** Returns what a stage finds in a file of the stage that these contracts are about. */
  private static Optional<String> found(StageFolder by, String name) {
    return by.left(ATTEMPT.nodeId(), name).map(file -> by.beginningOf(file, 1000));
  }

  // --- what it leaves ---

  @Test
  final void whatAStageHasWrittenALaterOneFinds() {
    try (RunFolder folder = begin(RUN)) {
      begun(folder, ATTEMPT, 0).write(FILE, "Grüße\n");
      StageFolder later = begun(folder, LATER, 0);

      assertThat(found(later, FILE)).contains("Grüße\n");
      assertThat(found(later, "other.md")).as("nobody wrote it").isEmpty();
      assertThat(later.left(new NodeId("nobody"), FILE))
          .as("it never ran")
          .isEqualTo(Optional.empty());
    }
  }

  @Test
  final void whatIsWrittenAgainIsTheNewText() {
    try (RunFolder folder = begin(RUN)) {
      StageFolder stage = begun(folder, ATTEMPT, 0);
      stage.write(FILE, "old and long");
      stage.write(FILE, "new");

      assertThat(found(stage, FILE)).contains("new");
    }
  }

  @Test
  final void anEmptyFileIsNotLeft() {
    try (RunFolder folder = begin(RUN)) {
      StageFolder stage = begun(folder, ATTEMPT, 0);
      stage.write(FILE, "");

      assertThat(found(stage, FILE)).isEmpty();
    }
  }

  @Test
  final void ofALongFileOnlyTheBeginningIsRead() {
    try (RunFolder folder = begin(RUN)) {
      StageFolder stage = begun(folder, ATTEMPT, 0);
      stage.write(FILE, "ünfünf");

      assertThat(stage.beginningOf(stage.left(new NodeId("stage"), FILE).orElseThrow(), 3))
          .isEqualTo("ünf");
    }
  }

  @Test
  final void anAttemptBeginsAfresh() {
    try (RunFolder folder = begin(RUN)) {
      StageFolder first = begun(folder, ATTEMPT, 0);
      first.write(FILE, "one");
      StageFolder second = begun(folder, ATTEMPT.next(), 0);
      assertThat(found(second, FILE)).as("moved into the history").isEmpty();

      second.write(FILE, "two");
      assertThat(found(second, FILE)).contains("two");
    }
  }

  @Test
  final void anotherAgentOfTheSameAttemptBeginsAfresh() {
    try (RunFolder folder = begin(RUN)) {
      StageFolder stage = begun(folder, ATTEMPT, 0);
      stage.write(FILE, "of the first agent");
      stage.setAside("anthropic");
      assertThat(found(stage, FILE)).isEmpty();

      stage.write(FILE, "of the second");
      assertThat(found(stage, FILE)).contains("of the second");
    }
  }

  @Test
  final void theIterationAtWorkComesBeforeTheOneBefore() {
    try (RunFolder folder = begin(RUN)) {
      begun(folder, ATTEMPT, 0).write(FILE, "zero");
      begun(folder, ATTEMPT, 1).write(FILE, "one");
      StageFolder later = begun(folder, LATER, 2);
      assertThat(found(later, FILE)).contains("one");

      begun(folder, ATTEMPT, 2).write(FILE, "two");
      assertThat(found(later, FILE)).contains("two");
    }
  }

  @Test
  final void aBranchFindsWhatTheRunAroundItHasLeft() {
    try (RunFolder folder = begin(RUN)) {
      begun(folder, ATTEMPT, 0).write(FILE, "outside");
      try (RunFolder branch = folder.branch(FAN_OUT, BRANCH, startOf(RUN_ID.inside("b")))) {
        StageFolder later = begun(branch, LATER, 0);
        assertThat(found(later, FILE)).contains("outside");

        begun(branch, ATTEMPT, 0).write(FILE, "inside");
        assertThat(found(later, FILE)).contains("inside");
      }
      assertThat(found(begun(folder, LATER, 0), FILE))
          .as("what a branch leaves is its own")
          .contains("outside");
    }
  }

  @Test
  final void whatProgramsPrintedAndChangedIsEvidence() {
    try (RunFolder folder = begin(RUN)) {
      StageFolder stage = begun(folder, ATTEMPT, 0);
      stage.write("stdout.log", "printed");
      stage.write("stderr.log", "");
      stage.write("diff.patch", "changed");
      stage.write(FILE, "said");
      StageFolder later = begun(folder, LATER, 0);

      assertThat(later.evidence(new NodeId("stage"), Optional.empty()))
          .containsExactly(stage.path().resolve("diff.patch"), stage.path().resolve("stdout.log"));

      begun(folder, ATTEMPT.next(), 0);
      assertThat(later.evidence(new NodeId("stage"), Optional.empty()))
          .as("of the latest attempt alone")
          .isEmpty();
    }
  }

  @Test
  final void aJoinFindsTheEvidenceOfTheBranchesThatCameToIt() {
    try (RunFolder folder = begin(RUN)) {
      StageFolder join = begun(folder, ATTEMPT, 0);
      join.write("stdout.log", "joined");
      StageFolder inBranch;
      try (RunFolder branch = folder.branch(FAN_OUT, BRANCH, startOf(RUN_ID.inside("b")))) {
        inBranch = begun(branch, Attempt.first(new NodeId("work"), 1), 0);
        inBranch.write("stdout.log", "worked");
      }

      assertThat(begun(folder, LATER, 0).evidence(new NodeId("stage"), Optional.of(FAN_OUT)))
          .contains(join.path().resolve("stdout.log"), inBranch.path().resolve("stdout.log"));
    }
  }

  // --- lines and JSON ---

  @Test
  final void linesOfSeveralThreadsAreWholeAndNoneIsLost() throws Exception {
    try (RunFolder folder = begin(RUN)) {
      StageFolder stage = begun(folder, ATTEMPT, 0);
      try (StageFolder.LineLog log = stage.log("stdout.log");
          ExecutorService threads = Executors.newFixedThreadPool(4)) {
        Callable<Void> writer =
            () -> {
              for (int i = 0; i < 10; i++) {
                log.line("line");
              }
              return null;
            };
        for (Future<Void> done : threads.invokeAll(Collections.nCopies(4, writer))) {
          done.get();
        }
      }

      assertThat(found(stage, "stdout.log")).contains("line\n".repeat(40));
    }
  }

  @Test
  final void whatLooksLikeASecretIsLeftOut() {
    String key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----";
    try (RunFolder folder = begin(RUN)) {
      StageFolder stage = begun(folder, ATTEMPT, 0);
      stage.write("response.md", "Authorization: \"Bearer abc123\"\n" + key);
      stage.context(Map.of("a", "say ghp_0123456789abcdefghij"));
      stage.record(new StageInvocation.OfTool(WITH_A_TOKEN, ENDED));
      try (StageFolder.LineLog log = stage.log("stdout.log")) {
        key.lines().forEach(log::line);
        log.event(new AgentEvent.Text("Bearer 0123456789abcdef"));
      }

      assertThat(found(stage, "response.md")).contains("Authorization: \"[redacted]\"\n[redacted]");
      assertThat(found(stage, RunLayout.CONTEXT).orElseThrow()).contains("say [redacted]");
      assertThat(found(stage, RunLayout.TOOL_INVOCATION).orElseThrow())
          .contains("[redacted]")
          .doesNotContain("ghp_");
      assertThat(found(stage, "stdout.log").orElseThrow())
          .startsWith("[redacted]\n")
          .contains("Bearer [redacted]")
          .endsWith("\n");
    }
  }

  @Test
  final void anEventIsOneLine() {
    try (RunFolder folder = begin(RUN)) {
      StageFolder stage = begun(folder, ATTEMPT, 0);
      try (StageFolder.LineLog log = stage.log(RunLayout.EVENTS)) {
        log.event(new AgentEvent.ToolCall("1", "bash", "say \"hi\""));
        log.event(new AgentEvent.Text("done"));
      }

      assertThat(found(stage, RunLayout.EVENTS).orElseThrow().lines().toList())
          .satisfiesExactly(
              call -> assertThat(call).contains("bash").contains("hi"),
              text -> assertThat(text).contains("done"));
    }
  }

  @Test
  final void theContextStandsWhereItSays() {
    try (RunFolder folder = begin(RUN)) {
      StageFolder stage = begun(folder, ATTEMPT, 0);

      assertThat(stage.context(Map.of("color", "blue")))
          .isEqualTo(stage.path().resolve(RunLayout.CONTEXT));
      assertThat(found(stage, RunLayout.CONTEXT).orElseThrow()).contains("color").contains("blue");
    }
  }

  // --- what an attempt counts as ---

  @Test
  final void aRecordIsFoundByTheNextDriverAndOnlyForItsAttempt() {
    try (RunFolder folder = begin(RUN)) {
      StageFolder stage = begun(folder, ATTEMPT, 0);
      assertThat(stage.recorded()).isEqualTo(Optional.empty());
      stage.record(DONE);
    }
    try (RunFolder folder = reopen()) {
      assertThat(folder.stage(ATTEMPT, 0).recorded()).contains(DONE);
      assertThat(folder.stage(ATTEMPT.next(), 0).recorded()).isEqualTo(Optional.empty());
      assertThat(folder.stage(LATER, 0).recorded()).isEqualTo(Optional.empty());
      assertThat(folder.stage(ATTEMPT, 1).recorded()).isEqualTo(Optional.empty());
    }
  }

  @Test
  final void anAttemptThatIsRunAgainHasNoRecord() {
    try (RunFolder folder = begin(RUN)) {
      begun(folder, ATTEMPT, 0).record(DONE);

      assertThat(begun(folder, ATTEMPT, 0).recorded()).isEqualTo(Optional.empty());
    }
  }

  // --- questions ---

  private static OpenQuestion asked(RunFolder folder, String freshToken) {
    return folder.stage(ATTEMPT, 0).ask(QUESTION, freshToken, NOW).question();
  }

  private static void tell(RunFolder folder, OpenQuestion open) {
    folder
        .journal()
        .append(
            new RunEvent.InterviewStarted(
                new NodeId("stage"),
                "Sure?",
                List.of("Yes"),
                Optional.of(open.id()),
                open.token()));
  }

  @Test
  final void aQuestionHasAnIdAndATokenAndWaits() {
    try (RunFolder folder = begin(RUN)) {
      begun(folder, ATTEMPT, 0);
      QuestionFile file = folder.stage(ATTEMPT, 0).ask(QUESTION, "drawn", NOW);

      assertThat(file.question())
          .isEqualTo(
              new OpenQuestion(
                  RUN_ID, new QuestionId("stage-v1-a1"), "drawn", Optional.of(NOW), QUESTION));
      try (AnswerBox box = file.open()) {
        assertThat(box.reply()).isEmpty();
      }
    }
  }

  @Test
  final void aQuestionThatWasOpenWhenItsDriverDiedIsTheSameStill() {
    try (RunFolder folder = begin(RUN)) {
      tell(folder, asked(folder, "first"));
    }
    try (RunFolder folder = reopen()) {
      OpenQuestion still = asked(folder, "second");
      assertThat(still.token()).isEqualTo("first");
      assertThat(still.askedAt()).as("when the journal says").isNotEqualTo(Optional.of(NOW));
    }
  }

  @Test
  final void aQuestionThatWasClosedIsAskedAnew() {
    try (RunFolder folder = begin(RUN)) {
      tell(folder, asked(folder, "first"));
      folder.journal().append(new RunEvent.RunCanceled("stopped"));
    }
    try (RunFolder folder = reopen()) {
      OpenQuestion second = asked(folder, "second");
      assertThat(second.token()).as("the run was stopped").isEqualTo("second");
      tell(folder, second);
      folder
          .journal()
          .append(new RunEvent.InterviewTimeout(new NodeId("stage"), Duration.ofHours(1)));
    }
    try (RunFolder folder = reopen()) {
      assertThat(asked(folder, "third").token()).as("its time was over").isEqualTo("third");
    }
  }

  // --- places ---

  @Test
  final void whatAnAgentKeepsIsSharedByTheStagesOfTheRun() {
    try (RunFolder folder = begin(RUN)) {
      StageFolder stage = begun(folder, ATTEMPT, 0);

      assertThat(stage.agentHome("openai"))
          .isEqualTo(begun(folder, LATER, 1).agentHome("openai"))
          .isNotEqualTo(stage.agentHome("anthropic"));
    }
  }

  @Test
  final void stagesReportAndRunProgramsInPlacesOfTheirOwn() {
    try (RunFolder folder = begin(RUN)) {
      StageFolder stage = folder.stage(ATTEMPT, 0);
      StageFolder other = folder.stage(LATER, 0);

      assertThat(List.of(stage.statusPath(), stage.processRecord()))
          .allMatch(path -> path.startsWith(stage.path()))
          .doesNotContain(other.statusPath(), other.processRecord())
          .doesNotHaveDuplicates();
    }
  }
}
