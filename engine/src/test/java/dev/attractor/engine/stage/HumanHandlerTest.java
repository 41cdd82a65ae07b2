package dev.attractor.engine.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.PipelineCompiler;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.lint.StandardRules;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.QuestionId;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.source.SourceText;
import dev.attractor.ports.config.PeopleConfig;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.people.AnswerBox;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.stage.StageRequest;
import dev.attractor.testkit.memory.MemoryRunFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS §6 and §9: what becomes of a question. Time passes only where a test says so. */
@Timeout(60)
class HumanHandlerTest {
  private static final Attempt ASK = Attempt.first(new NodeId("ask"), 1);
  private static final String TWO =
      "ask -> exit [label=\"[A] Approve\"] ask -> fix [label=\"[R] Reject\"]";

  private final AtomicReference<Duration> now = new AtomicReference<>(Duration.ZERO);
  private final Cancellation cancellation = new Cancellation();
  private final List<RunEvent> notes = new ArrayList<>();
  private final Script script = new Script();

  /** Says its lines one by one; what to do when there are none left is up to the test. */
  private static final class Script implements AnswerBox {
    private final Deque<String> lines = new ArrayDeque<>();
    private final List<String> refused = new ArrayList<>();
    private Runnable silence = () -> {};
    private boolean closed;

    @Override
    public Optional<Reply> reply() {
      if (lines.isEmpty()) {
        silence.run();
      }
      return Optional.ofNullable(lines.peek()).map(Reply.Said::new);
    }

    @Override
    public void refuse(String why) {
      refused.add(why);
      lines.remove();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private Outcome ask(String attributes, String edges, PeopleConfig people) {
    ValidPipeline pipeline =
        compile(
            """
            digraph t {
              start exit ask [shape=hexagon %s] fix [shape=parallelogram tool_command=x]
              start -> ask fix -> exit %s
            }
            """
                .formatted(attributes, edges));
    RunEvent.RunStarted started =
        new RunEvent.RunStarted(
            new RunId("run"),
            "t",
            new NodeId("start"),
            "d",
            "base",
            new BranchName("b"),
            Map.of("tests", "passed"),
            Optional.empty());
    Manifest manifest =
        new Manifest(
            new RunId("run"),
            "t",
            "",
            Path.of("/r"),
            "base",
            new BranchName("b"),
            Path.of("/w"),
            Instant.EPOCH,
            "v",
            "d");
    RunConfig config = RunConfig.DEFAULT.with(Map.of(), people);
    MemoryRunFolder folder = new MemoryRunFolder(manifest, source(""), config, started);
    return new HumanHandler(this::show, () -> "drawn", now::get, InstantSource.fixed(Instant.EPOCH))
        .execute(
            new StageRequest(
                pipeline,
                pipeline.graph().node(new NodeId("ask")),
                ASK,
                RunState.fold(List.of(started)),
                Path.of("/w"),
                Set.of(),
                folder.stage(ASK, 0),
                config,
                cancellation,
                Optional.empty(),
                List::of,
                notes::add))
        .outcome();
  }

  private AnswerBox show(OpenQuestion question) {
    assertThat(question.id()).isEqualTo(new QuestionId("ask-v1-a1"));
    assertThat(question.token()).isEqualTo("drawn");
    return script;
  }

  private static PipelineSource source(String dot) {
    return new PipelineSource(new SourceText("t.dot", dot), Map.of());
  }

  private static ValidPipeline compile(String dot) {
    return switch (new PipelineCompiler(StandardRules.all()).compile(source(dot))) {
      case Compilation.Compiled compiled -> compiled.pipeline();
      case Compilation.Rejected rejected ->
          throw new AssertionError("rejected: " + rejected.diagnostics());
    };
  }

  @Test
  void theOutcomeNamesTheEdgeThatWasChosen() {
    script.lines.add("r");

    Outcome outcome = ask("", TWO, PeopleConfig.DEFAULT);

    assertThat(outcome.status().word()).isEqualTo("success");
    assertThat(outcome.preferredLabel()).isEqualTo("[R] Reject");
    assertThat(outcome.suggestedNextIds()).containsExactly("fix");
    assertThat(notes)
        .containsExactly(
            new RunEvent.InterviewStarted(
                new NodeId("ask"),
                "ask",
                List.of("[A] Approve", "[R] Reject"),
                Optional.of(new QuestionId("ask-v1-a1")),
                "drawn"),
            new RunEvent.InterviewCompleted(new NodeId("ask"), "[R] Reject", "console"));
    assertThat(script.closed).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"r", "Rework passed", "Rework ${context.tests}"})
  void labelsAreShownWithWhatTheirNamesStandForAndTheHopIsTheOneThatWasWritten(String said) {
    script.lines.add(said);

    Outcome outcome =
        ask("", TWO.replace("Reject", "Rework ${context.tests}"), PeopleConfig.DEFAULT);

    assertThat(outcome.preferredLabel()).isEqualTo("[R] Rework ${context.tests}");
    assertThat(outcome.contextUpdates()).containsEntry("human.gate.label", "[R] Rework passed");
    assertThat(notes)
        .contains(
            new RunEvent.InterviewCompleted(new NodeId("ask"), "[R] Rework passed", "console"));
  }

  @Test
  void whatIsNoChoiceIsAskedAgain() {
    script.lines.addAll(List.of("", "maybe", "approve"));

    assertThat(ask("", TWO, PeopleConfig.DEFAULT).suggestedNextIds()).containsExactly("exit");
    assertThat(script.refused)
        .containsExactly(
            "'' is none of the choices: A ([A] Approve), R ([R] Reject)",
            "'maybe' is none of the choices: A ([A] Approve), R ([R] Reject)");
  }

  @Test
  void aChoiceWhoseOwnConditionDoesNotHoldIsAskedAgain() {
    script.lines.addAll(List.of("a", "r"));

    Outcome outcome =
        ask(
            "",
            "ask -> exit [label=\"[A] Approve\" condition=\"outcome=fail\"]"
                + " ask -> fix [label=\"[R] Reject\" condition=\"context.tests=passed\"]",
            PeopleConfig.DEFAULT);

    assertThat(outcome.suggestedNextIds()).containsExactly("fix");
    assertThat(script.refused)
        .containsExactly(
            "[A] Approve cannot be chosen now: its condition does not hold: outcome=fail");
  }

  @Test
  void aTimeoutWithoutADefaultIsARetryThatIsTransient() {
    script.silence = () -> now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));

    Outcome outcome = ask("human.timeout=5m", TWO, PeopleConfig.DEFAULT);

    assertThat(outcome.status().word()).isEqualTo("retry");
    assertThat(outcome.failure())
        .hasValueSatisfying(failure -> {
          assertThat(failure.reason()).isEqualTo("nobody answered in time: ask");
          assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT_INFRA);
        });
    assertThat(outcome.preferredLabel()).isEmpty();
    assertThat(notes)
        .contains(new RunEvent.InterviewTimeout(new NodeId("ask"), Duration.ofMinutes(5)));
  }

  @Test
  void aTimeoutTakesTheDefaultChoiceUnlessItsConditionDoesNotHold() {
    script.silence = () -> now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
    String limit = "timeout=5m human.default_choice=A";

    assertThat(ask(limit, TWO, PeopleConfig.DEFAULT).suggestedNextIds()).containsExactly("exit");
    Outcome barred =
        ask(
            limit,
            TWO.replace("Approve\"", "Approve\" condition=\"outcome=fail\""),
            PeopleConfig.DEFAULT);
    assertThat(barred.status().word()).isEqualTo("retry");
    assertThat(barred.failure().orElseThrow().reason()).contains("the default does not help");
  }

  @Test
  void whoeverStopsTheRunApprovesNothing() {
    script.silence = () -> cancellation.request("enough");

    Outcome outcome = ask("", TWO, PeopleConfig.DEFAULT);

    assertThat(outcome.isCanceled()).isTrue();
    assertThat(script.closed).isTrue();
  }

  @Test
  void questionsAreAnsweredAutomaticallyOnlyWhenThatIsAskedForAndByWhatCanBeChosen() {
    Outcome outcome =
        ask(
            "",
            TWO.replace("Approve\"", "Approve\" condition=\"outcome=fail\""),
            new PeopleConfig(true, Map.of()));

    assertThat(outcome.suggestedNextIds()).containsExactly("fix");
    assertThat(notes)
        .contains(new RunEvent.InterviewCompleted(new NodeId("ask"), "[R] Reject", "auto_approve"));
  }

  @Test
  void aPreparedAnswerThatCannotBeChosenDoesNotCountAndSomebodyIsAsked() {
    script.lines.add("r");

    Outcome outcome =
        ask(
            "",
            TWO.replace("Approve\"", "Approve\" condition=\"outcome=fail\""),
            new PeopleConfig(false, Map.of("ask", List.of("a"))));

    assertThat(outcome.status().word()).isEqualTo("success");
    assertThat(outcome.preferredLabel()).contains("Reject");
    assertThat(notes)
        .anyMatch(note ->
            note instanceof RunEvent.Warning(String message)
                && message.contains("prepared answer"));
  }
}
