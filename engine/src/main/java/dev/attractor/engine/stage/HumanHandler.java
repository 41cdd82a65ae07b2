package dev.attractor.engine.stage;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.config.PeopleConfig;
import dev.attractor.ports.people.Answer;
import dev.attractor.ports.people.AnswerBox;
import dev.attractor.ports.people.Interviewer;
import dev.attractor.ports.people.Question;
import dev.attractor.ports.stage.StageHandler;
import dev.attractor.ports.stage.StageRequest;
import dev.attractor.ports.stage.StageResult;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a person which way to go (SEMANTICS §9). No answer is never an approval. */
public final class HumanHandler implements StageHandler {
  private static final Pattern ACCELERATOR =
      Pattern.compile("^(?:\\[(\\w)\\]\\s*|(\\w)\\)\\s*|(\\w)\\s+-\\s+)");

  private final Interviewer interviewer;

  @Inject
  HumanHandler(Interviewer interviewer) {
    this.interviewer = interviewer;
  }

  @Override
  public NodeKind kind() {
    return NodeKind.HUMAN;
  }

  @Override
  public StageResult execute(StageRequest request) {
    Question question = question(request);
    if (question.choices().isEmpty()) {
      return StageResult.of(
          Outcome.fail(FailureClass.STRUCTURAL, "the question has no outgoing edge to choose"));
    }
    request
        .notes()
        .accept(
            new RunEvent.InterviewStarted(
                question.nodeId(),
                question.text(),
                question.choices().stream().map(Question.Choice::label).toList()));
    return StageResult.of(outcome(request, question, answer(request, question)));
  }

  private Answer answer(StageRequest request, Question question) {
    PeopleConfig people = request.config().people();
    Optional<String> prepared = people.answer(request.node().id(), request.attempt().visit());
    if (prepared.isPresent()) {
      return Answer.of(question, prepared.get(), "queue");
    }
    if (people.autoApprove()) {
      return new Answer.Chosen(question.choices().getFirst(), "auto_approve");
    }
    try (AnswerBox box = request.folder().ask(question)) {
      return interviewer.ask(question, box, request.cancellation());
    }
  }

  private static Outcome outcome(StageRequest request, Question question, Answer answer) {
    return switch (answer) {
      case Answer.Chosen(Question.Choice choice, String by) -> chosen(request, choice, by);
      case Answer.TimedOut _ -> timedOut(request, question);
      case Answer.Unusable(String why) ->
          Outcome.fail(
              request.cancellation().isRequested()
                  ? FailureClass.CANCELED
                  : FailureClass.DETERMINISTIC,
              "no usable answer: " + why);
    };
  }

  private static Outcome chosen(StageRequest request, Question.Choice choice, String answeredBy) {
    request
        .notes()
        .accept(new RunEvent.InterviewCompleted(request.node().id(), choice.label(), answeredBy));
    return new Outcome(
        Status.Passed.SUCCESS,
        choice.label(),
        List.of(choice.to()),
        Map.of("human.gate.selected", choice.key(), "human.gate.label", choice.label()),
        "");
  }

  private static Outcome timedOut(StageRequest request, Question question) {
    request
        .notes()
        .accept(
            new RunEvent.InterviewTimeout(
                question.nodeId(), question.timeout().orElse(Duration.ZERO)));
    String wanted = request.node().attributes().text("human.default_choice").strip();
    Optional<Question.Choice> preset =
        question.choices().stream()
            .filter(choice -> choice.to().equals(wanted) || choice.label().equalsIgnoreCase(wanted))
            .findFirst();
    return preset
        .map(choice -> chosen(request, choice, "human.default_choice"))
        .orElseGet(() ->
            Outcome.of(
                new Status.Retry(
                    Failure.of(FailureClass.TRANSIENT_INFRA, "nobody answered in time"))));
  }

  private static Question question(StageRequest request) {
    return question(request.pipeline().graph(), request.node());
  }

  /** Returns what a node asks. */
  public static Question question(Pipeline graph, Node node) {
    List<Question.Choice> choices = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Edge edge : graph.outgoing(node.id())) {
      String label = edge.label().isBlank() ? edge.to() : edge.label().strip();
      choices.add(new Question.Choice(key(label, taken), label, edge.to()));
    }
    return new Question(
        node.id(), node.label(), choices, node.attributes().duration("human.timeout"));
  }

  private static String key(String label, Set<String> taken) {
    Matcher accelerator = ACCELERATOR.matcher(label);
    List<String> wishes = new ArrayList<>();
    if (accelerator.find()) {
      for (int group = 1; group <= accelerator.groupCount(); group++) {
        Optional.ofNullable(accelerator.group(group)).ifPresent(wishes::add);
      }
    }
    label
        .chars()
        .filter(Character::isLetterOrDigit)
        .forEach(c -> wishes.add(Character.toString(c)));
    for (int n = 1; ; n++) {
      wishes.add(Integer.toString(n));
      for (String wish : wishes) {
        if (taken.add(wish.toUpperCase(Locale.ROOT))) {
          return wish.toUpperCase(Locale.ROOT);
        }
      }
    }
  }
}
