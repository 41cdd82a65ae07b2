package dev.attractor.engine.stage;

import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.human.Choice;
import dev.attractor.domain.human.HumanGate;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.parallel.BranchItem;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.prompt.Variables;
import dev.attractor.domain.routing.NextHopPolicy;
import dev.attractor.domain.run.QuestionId;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.config.PeopleConfig;
import dev.attractor.ports.people.AnswerBox;
import dev.attractor.ports.people.Interviewer;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.people.Question;
import dev.attractor.ports.people.Question.Meaning;
import dev.attractor.ports.people.QuestionFile;
import dev.attractor.ports.people.Tokens;
import dev.attractor.ports.stage.StageHandler;
import dev.attractor.ports.stage.StageRequest;
import dev.attractor.ports.stage.StageResult;
import dev.attractor.ports.time.MonotonicClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Asks a person which way to go, and waits as long as the question allows: what is no choice is
 * asked again, and no answer is never an approval (SEMANTICS §6, §9).
 */
public final class HumanHandler implements StageHandler {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
  private static final String BY_FILE = "file";

  private final Interviewer interviewer;
  private final Tokens tokens;
  private final MonotonicClock clock;
  private final InstantSource time;

  @Inject
  HumanHandler(Interviewer interviewer, Tokens tokens, MonotonicClock clock, InstantSource time) {
    this.interviewer = interviewer;
    this.tokens = tokens;
    this.clock = clock;
    this.time = time;
  }

  @Override
  public NodeKind kind() {
    return NodeKind.HUMAN;
  }

  /**
   * What is asked.
   *
   * @param written the gate with the labels of the pipeline, by which the configuration names them
   * @param shown the gate with labels as a person sees them
   */
  private record Asked(HumanGate written, HumanGate shown, Question question) {
    Meaning meaningOf(String text) {
      return switch (question.meaningOf(text)) {
        case Meaning.Chosen chosen -> chosen;
        case Meaning.None none ->
            written.choiceOf(text).map(Choice::key).map(question::meaningOf).orElse(none);
      };
    }
  }

  /** What came of a question. */
  private sealed interface Answer {
    /** A choice, and how it came, as the journal names it. */
    record Chosen(Choice choice, String by) implements Answer {}

    record TimedOut() implements Answer {}

    record Canceled() implements Answer {}
  }

  @Override
  public StageResult execute(StageRequest request) {
    HumanGate written = HumanGate.of(request.pipeline().graph(), request.node());
    Map<String, String> item = request.state().item().map(BranchItem::variables).orElseGet(Map::of);
    UnaryOperator<String> expanded = label -> Variables.expand(label, item, request.state()::fact);
    HumanGate gate = written.shown(expanded);
    Question question = question(gate, expanded.apply(gate.node().label()), request.state()::fact);
    if (question.open().isEmpty()) {
      return StageResult.of(
          Outcome.fail(
              FailureClass.STRUCTURAL,
              gate.edges().isEmpty()
                  ? "the question has no outgoing edge to choose"
                  : "no choice can be taken now: " + String.join("; ", reasons(question))));
    }
    Asked asked = new Asked(written, gate, question);
    return StageResult.of(outcome(request, asked, answer(request, asked)));
  }

  private static List<String> reasons(Question question) {
    return question.choices().stream()
        .map(choice -> choice.label() + ": " + question.barred().get(choice.key()))
        .toList();
  }

  private Answer answer(StageRequest request, Asked asked) {
    Question question = asked.question();
    PeopleConfig people = request.config().people();
    Optional<String> prepared = people.answer(request.node().id(), request.attempt().visit());
    if (prepared.isPresent()) {
      switch (asked.meaningOf(prepared.get())) {
        case Meaning.Chosen(Choice choice) -> {
          request.notes().accept(started(question, Optional.empty(), ""));
          return new Answer.Chosen(choice, "queue");
        }
        case Meaning.None(String why) ->
            request
                .notes()
                .accept(
                    new RunEvent.Warning(
                        "the prepared answer to %s does not count: %s; somebody has to answer"
                            .formatted(request.node().id(), why)));
      }
    }
    if (people.autoApprove()) {
      request.notes().accept(started(question, Optional.empty(), ""));
      return new Answer.Chosen(question.open().getFirst(), "auto_approve");
    }
    QuestionFile file = request.folder().ask(question, tokens.draw(), time.instant());
    OpenQuestion open = file.question();
    // Noted before anybody sees it: whoever resumes the run knows whose answer he finds.
    request.notes().accept(started(question, Optional.of(open.id()), open.token()));
    try (AnswerBox filed = file.open();
        AnswerBox typed = interviewer.show(open)) {
      Answer answer = await(request, asked, filed, typed);
      if (!(answer instanceof Answer.Chosen(_, String by) && by.equals(BY_FILE))) {
        refuse(request, filed, "it came when the question was closed");
      }
      return answer;
    }
  }

  private static RunEvent.InterviewStarted started(
      Question question, Optional<QuestionId> id, String token) {
    return new RunEvent.InterviewStarted(
        question.nodeId(),
        question.text(),
        question.choices().stream().map(Choice::label).toList(),
        id,
        token);
  }

  private Answer await(StageRequest request, Asked asked, AnswerBox filed, AnswerBox typed) {
    Question question = asked.question();
    Duration begin = clock.now();
    while (true) {
      Optional<Meaning> inFile = filed.reply().map(reply -> meaning(asked, reply));
      Optional<Meaning> onTerminal = typed.reply().map(reply -> meaning(asked, reply));
      if (inFile.isPresent()) {
        switch (inFile.get()) {
          case Meaning.Chosen(Choice choice) -> {
            return new Answer.Chosen(choice, BY_FILE);
          }
          case Meaning.None(String why) -> refuse(request, filed, why);
        }
      }
      if (onTerminal.isPresent()) {
        switch (onTerminal.get()) {
          case Meaning.Chosen(Choice choice) -> {
            return new Answer.Chosen(choice, "console");
          }
          case Meaning.None(String why) -> typed.refuse(why);
        }
      }
      if (question
          .timeout()
          .filter(limit -> clock.since(begin).compareTo(limit) >= 0)
          .isPresent()) {
        return new Answer.TimedOut();
      }
      if (request.cancellation().await(POLL_INTERVAL)) {
        return new Answer.Canceled();
      }
    }
  }

  private static Meaning meaning(Asked asked, AnswerBox.Reply reply) {
    return switch (reply) {
      case AnswerBox.Reply.Said(String text) -> asked.meaningOf(text);
      case AnswerBox.Reply.Foreign(String why) -> new Meaning.None(why);
    };
  }

  /** Whoever filed an answer that does not count may not be looking, so the journal tells. */
  private static void refuse(StageRequest request, AnswerBox filed, String why) {
    if (filed.reply().isEmpty()) {
      return;
    }
    filed.refuse(why);
    request
        .notes()
        .accept(
            new RunEvent.Warning(
                "an answer to %s does not count: %s; it was moved to answers/refused"
                    .formatted(request.node().id(), why)));
  }

  private static Outcome outcome(StageRequest request, Asked asked, Answer answer) {
    return switch (answer) {
      case Answer.Chosen(Choice choice, String by) -> chosen(request, asked, choice, by);
      case Answer.TimedOut _ -> timedOut(request, asked);
      case Answer.Canceled _ ->
          Outcome.fail(
              FailureClass.CANCELED, "nobody has answered: " + request.cancellation().reason());
    };
  }

  private static Outcome chosen(
      StageRequest request, Asked asked, Choice choice, String answeredBy) {
    request
        .notes()
        .accept(new RunEvent.InterviewCompleted(request.node().id(), choice.label(), answeredBy));
    return outcomeOf(choice, asked.shown().edgeOf(choice));
  }

  /** The label and the target name the edge that was chosen, whatever stands on others. */
  private static Outcome outcomeOf(Choice choice, Edge edge) {
    return new Outcome(
        Status.Passed.SUCCESS,
        edge.shownLabel(),
        List.of(choice.to().value()),
        Map.of("human.gate.selected", choice.key(), "human.gate.label", choice.label()),
        "");
  }

  private static Outcome timedOut(StageRequest request, Asked asked) {
    Question question = asked.question();
    request
        .notes()
        .accept(
            new RunEvent.InterviewTimeout(
                question.nodeId(), question.timeout().orElse(Duration.ZERO)));
    String late = "nobody answered in time: " + question.nodeId();
    String instead = asked.written().defaultText();
    if (instead.isEmpty()) {
      return retry(late);
    }
    return switch (asked.meaningOf(instead)) {
      case Meaning.Chosen(Choice choice) -> chosen(request, asked, choice, "human.default_choice");
      case Meaning.None(String why) -> retry(late + ", and the default does not help: " + why);
    };
  }

  private static Outcome retry(String reason) {
    return Outcome.of(new Status.Retry(Failure.of(FailureClass.TRANSIENT_INFRA, reason)));
  }

  /** Returns what a node asks where the context says which choices there are. */
  private static Question question(HumanGate gate, String text, Condition.Facts context) {
    Map<String, String> barred = new HashMap<>();
    gate.edges()
        .forEach((choice, edge) -> {
          if (!NextHopPolicy.mayChoose(edge, outcomeOf(choice, edge), context)) {
            barred.put(choice.key(), "its condition does not hold: " + edge.conditionText());
          }
        });
    return new Question(gate.node().id(), text, gate.choices(), barred, gate.timeout());
  }
}
