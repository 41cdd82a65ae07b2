package dev.attractor.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.QuestionId;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.Totals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a person sees of a run. */
class LayoutTest {
  private static final RunId ONE = new RunId("one");

  private final Told run = new Told();

  private static RunEvent.AgentProgress did(String type, String summary) {
    return RunEvent.AgentProgress.of(Attempt.first(new NodeId("plan"), 1), type, summary);
  }

  @Test
  void eachNodeThatHasBegunHasOneLine() {
    run.pass("start").begin("plan").end("plan", Outcome.success(), Told.SOME).begin("implement");

    assertThat(run.lines(80, 24))
        .containsExactly(
            "night running, 5.0s, 12.3k tokens, $0.42",
            "  ✓ start        1.0s",
            "  ✓ plan         1.0s   12.3k   $0.42",
            "  > implement    0.0s");
  }

  @Test
  void aLongNameLeavesRoomForHowTheRunStands() {
    Told named = new Told("nightly_release_of_the_customer_portal").begin("plan");
    assertThat(named.lines(40, 24).getFirst())
        .isEqualTo("nightly_release_of_the_cu… running, 1.0s");

    Told wide = new Told("夜間リリース夜間リリース夜間リリース").begin("plan");
    assertThat(wide.lines(40, 24).getFirst()).endsWith("… running, 1.0s");
  }

  @Test
  void visitsAndTriesAreToldAfterTheFirst() {
    run.pass("start")
        .tell(new RunEvent.StageAttemptStarted(new Attempt(new NodeId("a"), 1, 2)))
        .tell(new RunEvent.StageAttemptStarted(new Attempt(new NodeId("b"), 3, 1)))
        .tell(new RunEvent.StageAttemptStarted(new Attempt(new NodeId("c"), 2, 4)));

    assertThat(run.lines(80, 24))
        .anyMatch(line -> line.startsWith("  > a (try 2) "))
        .anyMatch(line -> line.startsWith("  > b (visit 3) "))
        .anyMatch(line -> line.startsWith("  > c (visit 2, try 4) "));
  }

  @Test
  void allVisitsOfANodeAddUp() {
    run.begin("plan").end("plan", Outcome.success(), Told.SOME);
    run.tell(new RunEvent.StageAttemptStarted(new Attempt(new NodeId("plan"), 2, 1)));
    run.tell(Told.ended(new Attempt(new NodeId("plan"), 2, 1), Outcome.success(), Told.MUCH));

    assertThat(run.lines(80, 24).getLast()).isEqualTo("  ✓ plan (visit 2)    2.0s    2.5M  $12.92");
  }

  @Test
  void theLastWordsAndCallsOfAnAgentStandBesideIt() {
    run.begin("plan").tell(did("text", "I read the\nplan"));
    assertThat(run.lines(80, 24).getLast()).endsWith("  says: I read the plan");

    run.tell(did("tool_call", "Bash mvn test"));
    assertThat(run.lines(80, 24).getLast()).endsWith("  Bash mvn test");

    run.tell(did("retry_notice", "attempt 2, HTTP 429 rate_limit"));
    assertThat(run.lines(80, 24).getLast())
        .endsWith("  waits for its model: attempt 2, HTTP 429 rate_limit");

    run.end("plan", Outcome.success(), Usage.NONE).tell(did("text", "too late"));
    assertThat(run.lines(80, 24).getLast()).isEqualTo("  ✓ plan    1.0s");
  }

  @Test
  void aRetryIsCountedDown() {
    run.begin("plan")
        .end("plan", Told.failure("HTTP 529 overloaded"), Usage.NONE)
        .tell(
            new RunEvent.StageRetrySleep(
                Attempt.first(new NodeId("plan"), 1), Duration.ofSeconds(90)));
    String why = "(transient_infra) HTTP 529 overloaded";
    assertThat(run.lines(90, 24).getLast())
        .startsWith("  ~ plan ")
        .endsWith("  again in 1m 30s " + why);

    run.after(Duration.ofSeconds(80));
    assertThat(run.lines(90, 24).getLast()).endsWith("  again in 10s " + why);

    run.tell(new RunEvent.StageAttemptStarted(new Attempt(new NodeId("plan"), 1, 2)));
    assertThat(run.lines(90, 24).getLast()).isEqualTo("  > plan (try 2)    1.0s");
  }

  @Test
  void aQuestionSaysWhatIsAsked() {
    run.begin("gate")
        .tell(
            new RunEvent.InterviewStarted(
                new NodeId("gate"),
                "Deploy?",
                List.of("[Y] Yes", "[N] No"),
                Optional.of(new QuestionId("gate-v1-a1")),
                "token"));
    assertThat(run.lines(80, 24).getFirst()).startsWith("night waiting, ");
    assertThat(run.lines(80, 24).getLast())
        .isEqualTo("  ? gate    1.0s  asks: Deploy? ([Y] Yes, [N] No)");

    run.tell(new RunEvent.InterviewCompleted(new NodeId("gate"), "[Y] Yes", "Ada"));
    assertThat(run.lines(80, 24).getLast()).startsWith("  > gate ").endsWith("[Y] Yes (Ada)");
  }

  @Test
  void aPreparedAnswerIsNoQuestion() {
    run.begin("gate")
        .tell(
            new RunEvent.InterviewStarted(
                new NodeId("gate"), "Deploy?", List.of("Y"), Optional.empty(), ""));

    assertThat(run.lines(80, 24).getLast()).startsWith("  > gate ");
  }

  @Test
  void failuresSayWhyAndAcceptedOnesStandBack() {
    run.begin("a").end("a", Told.failure("no key"), Usage.NONE);
    run.begin("b").end("b", Told.failure("no luck"), Usage.NONE);
    run.tell(
        new RunEvent.EdgeSelected(
            new NodeId("b"),
            new NodeId("c"),
            "",
            HopSource.WEIGHT,
            Optional.empty(),
            Optional.of(new CarriedFailure(new NodeId("b"), CarriedFailure.Handling.ACCEPTED))));
    run.begin("c").end("c", Outcome.of(Status.Passed.SKIPPED), Usage.NONE);

    assertThat(run.lines(80, 24).subList(1, 4))
        .containsExactly(
            "  ✗ a    1.0s  (transient_infra) no key",
            "  - b    1.0s  (transient_infra) no luck",
            "  - c    1.0s");
  }

  @Test
  void whatADeadDriverLeftIsInterrupted() {
    run.pass("start").begin("plan").tell(did("text", "hello"));

    assertThat(run.linesOfTheDead(80, 24))
        .containsExactly(
            "night interrupted, 4.0s", "  ✓ start    1.0s", "  ! plan     1.0s  says: hello");
  }

  @Test
  void whoeverGoesOnBeginsTheInterruptedStageAnew() {
    run.begin("plan").tell(new RunEvent.RunResumed(Optional.empty(), RunEvent.RULES));
    assertThat(run.lines(80, 24).getLast()).startsWith("  ! plan ").endsWith("interrupted");

    run.tell(new RunEvent.StageAttemptStarted(new Attempt(new NodeId("plan"), 1, 2)));
    assertThat(run.lines(80, 24).getLast()).startsWith("  > plan (try 2) ");
  }

  @Test
  void anEndIsToldInItsWord() {
    run.pass("start").tell(new RunEvent.RunCompleted(Optional.of(new NodeId("exit"))));
    run.after(Duration.ofHours(1));

    assertThat(run.lines(80, 24)).first().isEqualTo("night success, 3.0s");
  }

  private void openFan(String... branches) {
    run.begin("fan")
        .tell(
            new RunEvent.ParallelStarted(
                Attempt.first(new NodeId("fan"), 1),
                List.of(branches),
                new NodeId("join"),
                Optional.of("commit")));
  }

  private void inBranch(String name, RunEvent event) {
    run.tell(List.of(ONE.inside("fan-p1-" + name)), event);
  }

  private void beginBranch(String name, String... stages) {
    inBranch(name, Told.branch(ONE, "fan", name));
    for (String stage : stages) {
      inBranch(name, new RunEvent.StageAttemptStarted(Attempt.first(new NodeId(stage), 1)));
    }
  }

  private static RunEvent.StageAttemptEnded passed(String stage) {
    return Told.ended(Attempt.first(new NodeId(stage), 1), Outcome.success(), Told.SOME);
  }

  @Test
  void branchesLieBelowTheirFanOutAsTheyAreDrawn() {
    openFan("docs", "code", "late");
    beginBranch("code", "code");
    inBranch("code", passed("code"));
    inBranch("code", new RunEvent.StageAttemptStarted(Attempt.first(new NodeId("test"), 1)));
    beginBranch("docs", "write");

    assertThat(run.lines(80, 24))
        .containsExactly(
            "night running, 8.0s, 12.3k tokens, $0.42",
            "  > fan             7.0s",
            "    > docs/write    0.0s",
            "    > code          5.0s   12.3k   $0.42",
            "      ✓ code        1.0s   12.3k   $0.42",
            "      > test        2.0s");
  }

  private static RunEvent.BranchCompleted completed(String branch) {
    return new RunEvent.BranchCompleted(
        Attempt.first(new NodeId("fan"), 1),
        new BranchResult(
            branch,
            Outcome.success(),
            0,
            "c",
            Optional.of(new BranchName("b")),
            false,
            Map.of(),
            List.of()),
        new Totals(1, 1, Told.SOME, Duration.ofSeconds(1)));
  }

  @Test
  void aBranchThatHasEndedCountsOnce() {
    openFan("docs");
    beginBranch("docs", "docs");
    inBranch("docs", passed("docs"));
    inBranch("docs", new RunEvent.RunCompleted(Optional.empty()));
    run.tell(completed("docs"));

    assertThat(run.lines(80, 24))
        .startsWith("night running, 7.0s, 12.3k tokens, $0.42")
        .contains("    ✓ docs    1.0s   12.3k   $0.42");
  }

  @Test
  void aPartLiesBelowItsStage() {
    run.begin("part");
    List<RunId> within = List.of(ONE.inside("part-v1-a1"));
    run.tell(within, Told.started(ONE.inside("part-v1-a1"), Optional.empty()));
    run.tell(within, new RunEvent.StageAttemptStarted(Attempt.first(new NodeId("d"), 1)));

    assertThat(run.lines(80, 24).subList(1, 3))
        .containsExactly("  > part    2.0s", "    > d     0.0s");
  }

  @Test
  void whatIsDoneIsFoldedSoThatWorkAndFailuresStaySeen() {
    IntStream.range(0, 20).forEach(n -> run.pass("n" + n));
    run.begin("bad").end("bad", Told.failure("no"), Usage.NONE).pass("m").begin("work");

    assertThat(run.lines(80, 8).stream().map(line -> line.replaceAll(" +[0-9.]+s.*", "")))
        .containsExactly(
            "night running,",
            "  ✓ 17 stages done",
            "  ✓ n17",
            "  ✓ n18",
            "  ✓ n19",
            "  ✗ bad",
            "  ✓ m",
            "  > work");
  }

  @Test
  void ofABranchThatIsDoneItsHeadingStaysAndItsFailuresToo() {
    openFan("docs", "code");
    beginBranch("docs", "write", "check");
    inBranch(
        "docs", Told.ended(Attempt.first(new NodeId("write"), 1), Told.failure("no"), Usage.NONE));
    inBranch("docs", passed("check"));
    inBranch("docs", new RunEvent.RunCompleted(Optional.empty()));
    beginBranch("code", "code");

    assertThat(run.lines(80, 6)).hasSize(6).anyMatch(line -> line.startsWith("    ✓ docs "));
    assertThat(run.lines(80, 5).stream().map(line -> line.replaceAll(" +[0-9.]+s.*", "")))
        .as("headings go before failures")
        .containsExactly(
            "night running,", "  ✓ 1 stage done", "  > fan", "      ✗ write", "    > code");
  }

  @Test
  void onANarrowScreenWordsStandBelowAndTokensAreLeftOut() {
    run.pass("start").begin("plan").tell(did("tool_call", "Bash mvn -q test -Dtest=LayoutTest"));
    run.end("plan", Outcome.success(), Told.SOME);
    run.begin("a_rather_long_name_of_a_stage");
    run.tell(
        RunEvent.AgentProgress.of(
            Attempt.first(new NodeId("a_rather_long_name_of_a_stage"), 1),
            "tool_call",
            "Bash mvn -q test -D"));

    assertThat(run.lines(40, 20))
        .containsExactly(
            "night running, 7.0s, 12.3k tokens, $0.42",
            "  ✓ start                   1.0s",
            "  ✓ plan                    1.0s   $0.42",
            "  > a_rather_long_name_…    1.0s",
            "    Bash mvn -q test -D");
    assertThat(run.lines(18, 20)).allMatch(line -> line.length() <= 18);
  }

  @Test
  void wideSignsTakeTwoColumns() {
    run.begin("plan").tell(did("text", "世界".repeat(20)));

    assertThat(run.lines(64, 20).getLast())
        .isEqualTo("  > plan    1.0s  says: " + "世界".repeat(9) + "世…");
  }

  @Test
  void thePageShowsARunAsItIsSeen() throws IOException {
    run.pass("start").begin("plan").end("plan", Outcome.success(), Told.SOME).pass("build");
    run.begin("test")
        .end(
            "test",
            Outcome.fail(FailureClass.DETERMINISTIC, "exit code 1: 2 tests failed"),
            Usage.NONE);
    openFan("docs", "code", "lint", "gate");
    List.of("docs", "code", "lint", "gate").forEach(name -> beginBranch(name, name));
    inBranch(
        "gate",
        new RunEvent.InterviewStarted(
            new NodeId("gate"),
            "Ship it?",
            List.of("[Y] Yes", "[N] No"),
            Optional.of(new QuestionId("fan-p1-gate.gate-v1-a1")),
            "token"));
    inBranch("docs", passed("docs"));
    inBranch("docs", new RunEvent.RunCompleted(Optional.empty()));
    run.tell(completed("docs"));
    inBranch(
        "lint",
        Told.ended(
            Attempt.first(new NodeId("lint"), 1), Told.failure("HTTP 529 overloaded"), Told.SOME));
    inBranch(
        "lint",
        new RunEvent.StageRetrySleep(Attempt.first(new NodeId("lint"), 1), Duration.ofSeconds(30)));
    inBranch(
        "code",
        RunEvent.AgentProgress.of(
            Attempt.first(new NodeId("code"), 1), "tool_call", "Bash mvn -q test"));

    assertThat(Files.readString(Path.of("..", "docs", "looking.md")))
        .contains("```\n" + String.join("\n", run.lines(100, 9)) + "\n```");
  }
}
