package dev.attractor.fs.journal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.agent.AgentSession;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.parallel.AgentWork;
import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.parallel.Item;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.routing.RetryTarget;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.BranchOf;
import dev.attractor.domain.run.BranchWords;
import dev.attractor.domain.run.Instruction;
import dev.attractor.domain.run.QuestionId;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.Totals;
import dev.attractor.domain.run.Trail;
import dev.attractor.domain.supervision.Supervision;
import dev.attractor.fs.file.Json;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.testkit.generate.AnyEvents;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS §10: the journal's lines. */
class EventJsonTest {
  private static final Attempt ATTEMPT = new Attempt(new NodeId("node"), 2, 3);
  private static final Attempt FAN_OUT = Attempt.first(new NodeId("fan"), 2);
  private static final Failure FAILURE =
      new Failure(FailureClass.BUDGET_EXHAUSTED, "used up", "HTTP 402", "sig");

  static List<RunEvent> oneOfEachKind() {
    return List.of(
        new RunEvent.RunStarted(
            new RunId("id"),
            "p",
            new NodeId("start"),
            "d",
            "base",
            new BranchName("b"),
            Map.of("graph.goal", "g\n"),
            Optional.empty()),
        new RunEvent.RunStarted(
            new RunId("id"),
            "p",
            new NodeId("start"),
            "d",
            "base",
            new BranchName("b"),
            Map.of(),
            Optional.of(
                new BranchOf(
                    new RunId("parent"),
                    2,
                    List.of(new NodeId("outer"), new NodeId("fan")),
                    new NodeId("join"),
                    Map.of(new NodeId("plan"), 1),
                    Map.of(new NodeId("plan"), 2),
                    List.of(new Trail.Step(new NodeId("plan"), "success", "notes"))))),
        new RunEvent.RunStarted(
            new RunId("id"),
            "p",
            new NodeId("start"),
            "d",
            "base",
            new BranchName("b"),
            Map.of(),
            Optional.of(
                new BranchOf(
                    new RunId("parent"),
                    2,
                    List.of(new NodeId("outer"), new NodeId("fan")),
                    new NodeId("join"),
                    Map.of(new NodeId("plan"), 1),
                    Map.of(new NodeId("plan"), 2),
                    List.of(new Trail.Step(new NodeId("plan"), "success", "notes")),
                    List.of(new BranchWords(new NodeId("met"), "a", "I am a.")),
                    Optional.empty()))),
        new RunEvent.ChildStarted(ATTEMPT, new RunId("id.a-v1-a1"), new BranchName("c"), "sha"),
        new RunEvent.ManagerCycle(
            ATTEMPT,
            3,
            Map.of("stack.child.node", "b"),
            Supervision.Decision.STEER,
            Optional.of(new Instruction("3", "id", Optional.empty(), "look there")),
            AgentWork.NONE),
        RunEvent.Steered.here(
            new Instruction("4", "person", Optional.of(new NodeId("a")), "look here")),
        new RunEvent.Steered(
            new Instruction("3", "id", Optional.empty(), "look there"),
            Optional.of(new RunId("id.a-v1-a1"))),
        new RunEvent.ChildCompleted(ATTEMPT, Outcome.success(), "sha", true, Totals.NONE),
        new RunEvent.ParallelStarted(
            FAN_OUT, List.of("a", "b"), new NodeId("join"), Optional.of("sha")),
        new RunEvent.BranchStarted(
            FAN_OUT,
            new Branch(2, new NodeId("b")),
            new RunId("id.fan-p2-b"),
            new BranchName("refs/b")),
        new RunEvent.BranchCompleted(
            FAN_OUT,
            new BranchResult(
                "a",
                Outcome.fail(FAILURE),
                0.5,
                "sha",
                Optional.of(new BranchName("branch")),
                false,
                Map.of(new NodeId("a"), 2),
                List.of(new NodeId("gate"))),
            new Totals(3, 4, new Usage(3, 1, 2, new BigDecimal("0.25")), Duration.ofMillis(5))),
        new RunEvent.ParallelCompleted(FAN_OUT, 1, 2, 3),
        new RunEvent.FanInSelected(
            ATTEMPT,
            new NodeId("fan"),
            2,
            "b",
            "sha",
            RunEvent.FanInSelected.Ranking.AGENT,
            AgentWork.NONE),
        new RunEvent.FanInSelected(
            ATTEMPT,
            new NodeId("fan"),
            2,
            "b",
            "sha",
            RunEvent.FanInSelected.Ranking.AGENT,
            new AgentWork(
                new Usage(3, 1, 2, new BigDecimal("0.25")),
                Optional.of(new AgentSession("claude", "s-1")))),
        new RunEvent.ParallelStarted(
            FAN_OUT,
            List.of("a_1"),
            new NodeId("join"),
            Optional.of("sha"),
            List.of(new Item("{\"k\":\"v\"}", "{\"k\":\"v\"}", Map.of("k", "v"))),
            Optional.empty()),
        new RunEvent.MergeConflict(ATTEMPT, "b", "ours", "theirs", List.of("x.txt")),
        new RunEvent.BranchesMerged(
            ATTEMPT, new NodeId("fan"), 2, List.of("a", "b"), "sha", AgentWork.NONE),
        new RunEvent.PreflightCompleted(1, 2, 3),
        new RunEvent.StageAttemptStarted(ATTEMPT),
        new RunEvent.StageAttemptEnded(
            ATTEMPT,
            new Outcome(
                new Status.Fail(FAILURE), "Go", List.of("a", "b"), Map.of("k", "v"), "notes"),
            Duration.ofMillis(12),
            new Usage(3, 1, 2, new BigDecimal("0.25")),
            Optional.of(new AgentSession("t", "s")),
            "sha"),
        new RunEvent.StageRetrySleep(ATTEMPT, Duration.ofMillis(250)),
        new RunEvent.StageRetryBlocked(ATTEMPT, FAILURE, "budget_spent", 2),
        new RunEvent.CheckpointSaved(ATTEMPT, "sha"),
        new RunEvent.EdgeConditionEvaluated(new NodeId("a"), new NodeId("b"), "outcome=fail", true),
        new RunEvent.EdgeSelected(
            new NodeId("a"),
            new NodeId("b"),
            "",
            HopSource.SUGGESTED_ID,
            Optional.empty(),
            Optional.empty()),
        new RunEvent.EdgeSelected(
            new NodeId("a"),
            new NodeId("b"),
            "",
            HopSource.RETRY_TARGET,
            Optional.of(RetryTarget.Source.GRAPH_FALLBACK_RETRY_TARGET),
            carried(CarriedFailure.Handling.ACCEPTED)),
        new RunEvent.GoalGateChecked(new NodeId("exit"), List.of(new NodeId("gate"))),
        new RunEvent.LoopRestarted(
            new NodeId("a"),
            new NodeId("b"),
            "c",
            HopSource.CONDITIONAL,
            4,
            Map.of("k", "v"),
            carried(CarriedFailure.Handling.STANDING)),
        new RunEvent.LoopRestartBlocked(new NodeId("a"), new NodeId("b"), FAILURE),
        new RunEvent.FailureCycleBroken("a", "sig", "max_node_visits", 3, 3, FAILURE),
        new RunEvent.InterviewStarted(
            new NodeId("ask"), "Sure?", List.of("Yes", "No"), Optional.empty(), ""),
        new RunEvent.InterviewStarted(
            new NodeId("ask"),
            "Sure?",
            List.of("Yes", "No"),
            Optional.of(new QuestionId("ask-v1-a1")),
            "t"),
        new RunEvent.InterviewCompleted(new NodeId("ask"), "Yes", "console"),
        new RunEvent.AgentProgress(ATTEMPT, "tool_call", "bash ls"),
        new RunEvent.StageHeartbeat(ATTEMPT, Duration.ofMinutes(2), 17),
        new RunEvent.StallWatchdogTimeout(Duration.ofMinutes(10)),
        new RunEvent.ProviderFailover(
            ATTEMPT,
            "anthropic",
            "openai/gpt",
            Failure.of(FailureClass.TRANSIENT_INFRA, "overloaded", "HTTP 529")),
        new RunEvent.InterviewTimeout(new NodeId("ask"), Duration.ofSeconds(3)),
        new RunEvent.Warning("careful"),
        new RunEvent.RunResumed(Optional.of(ATTEMPT), RunEvent.RULES),
        new RunEvent.RunResumed(Optional.empty(), RunEvent.RULES),
        new RunEvent.RunCompleted(Optional.of(new NodeId("exit"))),
        new RunEvent.RunFailed(FAILURE, Optional.of(new NodeId("bad_end"))),
        new RunEvent.RunCanceled("stopped"));
  }

  private static Optional<CarriedFailure> carried(CarriedFailure.Handling handling) {
    return Optional.of(new CarriedFailure(new NodeId("work"), handling));
  }

  /** What lines of version 1 say of it: they did not know how failures are judged. */
  private static RunEvent ofVersion1(RunEvent event) {
    return switch (event) {
      case RunEvent.RunStarted e ->
          new RunEvent.RunStarted(
              e.runId(),
              e.pipeline(),
              e.startNode(),
              e.graphDigest(),
              e.baseCommit(),
              e.runBranch(),
              e.context(),
              e.branch()
                  .map(b ->
                      new BranchOf(
                          b.parentRun(),
                          b.pass(),
                          b.fanOuts(),
                          b.join(),
                          Map.of(),
                          Map.of(),
                          b.before())),
              1);
      case RunEvent.FanInSelected e ->
          new RunEvent.FanInSelected(
              e.attempt(),
              e.fanOut(),
              e.pass(),
              e.branch(),
              e.commit(),
              e.ranking(),
              AgentWork.NONE);
      case RunEvent.ParallelStarted e ->
          e.items().isEmpty()
              ? new RunEvent.ParallelStarted(e.fanOut(), e.branches(), e.join(), Optional.empty())
              : e; // a kind of a later version
      case RunEvent.BranchCompleted e -> {
        BranchResult r = e.result();
        yield new RunEvent.BranchCompleted(
            e.fanOut(),
            new BranchResult(
                r.branch(),
                r.outcome(),
                r.score(),
                r.commit(),
                r.gitBranch(),
                r.isCanceled(),
                Map.of(),
                List.of()),
            e.totals());
      }
      case RunEvent.EdgeSelected e -> e.untold();
      case RunEvent.LoopRestarted e -> e.untold();
      case RunEvent.RunResumed e -> new RunEvent.RunResumed(e.interrupted(), 1);
      case RunEvent.RunCompleted _ -> new RunEvent.RunCompleted(Optional.empty());
      case RunEvent.RunFailed e -> new RunEvent.RunFailed(e.failure(), Optional.empty());
      case RunEvent.StateChange e -> e;
      case RunEvent.Observation e -> e;
    };
  }

  @ParameterizedTest
  @MethodSource("oneOfEachKind")
  void readsWhatItWrote(RunEvent event) {
    JournalEntry entry = new JournalEntry(7, Instant.parse("2026-11-24T10:00:00.123Z"), event);

    String line = Json.LINE.writeValueAsString(EventJson.write(new RunId("id"), entry));

    assertThat(line).doesNotContain("\n").contains("\"run_id\":\"id\"");
    assertThat(EventJson.read(Json.LINE.readTree(line))).isEqualTo(entry);
  }

  /**
   * Journals outlive the program that wrote them: what stands in the file stays there for ever, and
   * new kinds of facts are added at its end.
   */
  @Test
  void linesThatWereOnceWrittenAreReadForEver() throws IOException {
    try (InputStream stored = EventJsonTest.class.getResourceAsStream("journal-version-1.ndjson")) {
      List<RunEvent> read =
          new String(requireNonNull(stored).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> EventJson.read(Json.LINE.readTree(line)).event())
              .distinct()
              .toList();

      assertThat(read)
          .containsExactlyInAnyOrderElementsOf(
              oneOfEachKind().stream().map(EventJsonTest::ofVersion1).distinct().toList());
    }
  }

  /** What today's program writes is kept, too; {@code -Dattractor.journal.write=true} adds it. */
  @Test
  void linesOfTodayAreStoredToo() throws IOException {
    Path stored = Path.of("src/test/resources/dev/attractor/fs/journal/journal-version-2.ndjson");
    List<String> today = oneOfEachKind().stream().map(EventJsonTest::line).toList();
    if (Boolean.getBoolean("attractor.journal.write")) {
      List<String> known = Files.readAllLines(stored);
      Files.write(
          stored,
          today.stream().filter(line -> !known.contains(line)).toList(),
          StandardOpenOption.APPEND);
    }

    assertThat(Files.readAllLines(stored)).containsAll(today);
    assertThat(
            Files.readAllLines(stored).stream()
                .map(line -> EventJson.read(Json.LINE.readTree(line)).event())
                .distinct())
        .containsExactlyInAnyOrderElementsOf(oneOfEachKind());
  }

  private static String line(RunEvent event) {
    return Json.LINE.writeValueAsString(
        EventJson.write(
            new RunId("id"), new JournalEntry(7, Instant.parse("2026-11-26T10:00:00Z"), event)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whateverAFactHoldsItIsReadAsItWasWritten(Class<? extends RunEvent> kind) {
    AnyEvents any = new AnyEvents(1);
    for (int seq = 1; seq <= 500; seq++) {
      RunEvent event = any.next(kind);
      RunId runId =
          event instanceof RunEvent.RunStarted started ? started.runId() : new RunId("id");
      JournalEntry entry = new JournalEntry(seq, Instant.parse("2026-11-26T10:00:00Z"), event);

      String line = Json.LINE.writeValueAsString(EventJson.write(runId, entry));

      assertThat(line).doesNotContain("\n");
      assertThat(EventJson.read(Json.LINE.readTree(line))).isEqualTo(entry);
    }
  }

  static List<Class<? extends RunEvent>> kinds() {
    return AnyEvents.kinds();
  }

  @Test
  void everyKindHasExactlyOneCodecAndANameOfItsOwn() {
    assertThat(EventJson.CODECS.stream().<Class<?>>map(Codec::type))
        .containsExactlyInAnyOrderElementsOf(kinds());
    assertThat(EventJson.CODECS).extracting(Codec::name).doesNotHaveDuplicates();
  }

  @Test
  void theListAboveHasEveryKind() {
    assertThat(oneOfEachKind().stream().map(Object::getClass).distinct().map(Class::getName))
        .containsExactlyInAnyOrderElementsOf(kinds().stream().map(Class::getName).toList());
  }

  @Test
  void anEventOfALaterVersionIsNotMisread() {
    assertThatThrownBy(() ->
            EventJson.read(
                Json.LINE.readTree(
                    "{\"seq\":1,\"ts\":\"2026-11-24T10:00:00Z\",\"event\":\"from_the_future\"}")))
        .hasMessageContaining("from_the_future");
  }
}
