package dev.attractor.cli.control;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.parameters;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Questions;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.usecase.RunGlance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code attractor answer}. */
final class AnswerCommand implements ProgramCommand {
  private static final int RUN_QUESTION_CHOICE = 3;

  private final Terminal terminal;

  private List<String> words = new ArrayList<>();
  private boolean list;
  private boolean json;

  AnswerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Answers a question that a run asks, from any terminal.",
            "CHOICE is its key or label. RUN, and QUESTION, its id or the node that asks, are needed only"
                + " when several are open.")
        .with(
            parameters(String.class, given -> words = given, "[RUN] [QUESTION] CHOICE")
                .arity("0..3")
                .description("The run, the id of the question, and the choice."))
        .with(
            flag(given -> list = given, "--list")
                .description("Tells which questions are open, in all runs or in RUN."))
        .with(
            flag(given -> json = given, "--json")
                .description("With --list: one JSON object on stdout."));
  }

  /** An open question, and the folder of the run that asks it. */
  private record Asked(Path location, OpenQuestion question) {
    boolean isCalled(String name) {
      return question.id().text().equals(name) || question.question().nodeId().value().equals(name);
    }
  }

  @Override
  public Integer call() {
    AppComponent app = AppComponent.of(terminal);
    if (list) {
      return list(app);
    }
    if (words.isEmpty()) {
      throw AttractorException.usage(
          "no choice is given", "attractor answer --list tells what is asked");
    }
    if (words.size() == RUN_QUESTION_CHOICE) {
      return answer(app, app.inspectRuns().find(words.getFirst()), Optional.of(words.get(1)));
    }
    return words.size() == 1 ? answer(app, theOnlyOne(everywhere(app))) : answerNamed(app);
  }

  private int list(AppComponent app) {
    if (words.isEmpty()) {
      print(everywhere(app).stream().map(Asked::question).toList());
      return ExitCode.SUCCESS.code();
    }
    Path location = app.inspectRuns().find(words.getFirst());
    RunGlance run = app.inspectRuns().glance(location); // fails when there is no such run
    print(app.controlRuns().questions(location));
    return terminal.tellOf(run.damage()).code();
  }

  private void print(List<OpenQuestion> questions) {
    if (json) {
      terminal
          .fields()
          .json(Map.of("questions", questions.stream().map(Questions::fields).toList()));
      return;
    }
    for (OpenQuestion open : questions) {
      Questions.lines(open).forEach(terminal.out()::println);
      Questions.whatToDo(open).forEach(terminal.out()::println);
    }
  }

  /** Returns the open questions of all runs; a run that cannot be read does not hide the others. */
  private List<Asked> everywhere(AppComponent app) {
    List<Asked> all = new ArrayList<>();
    for (Path location : app.inspectRuns().all()) {
      try {
        app.controlRuns().questions(location).forEach(open -> all.add(new Asked(location, open)));
      } catch (AttractorException e) {
        terminal.complain(String.valueOf(e.getMessage()), e.hint());
      }
    }
    return all;
  }

  /** The first of two words names a run, or else a question of any run. */
  private int answerNamed(AppComponent app) {
    String name = words.getFirst();
    List<Asked> called = everywhere(app).stream().filter(asked -> asked.isCalled(name)).toList();
    return called.isEmpty()
        ? answer(app, app.inspectRuns().find(name), Optional.empty())
        : answer(app, theOnlyOne(called));
  }

  private static Asked theOnlyOne(List<Asked> found) {
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw AttractorException.usage(
        found.isEmpty()
            ? "no run asks anything"
            : "%d questions are open: %s"
                .formatted(
                    found.size(),
                    found.stream()
                        .map(asked -> Questions.command(asked.question()))
                        .collect(Collectors.joining("; "))),
        found.isEmpty() ? "attractor list tells how the runs stand" : "say which of them");
  }

  private int answer(AppComponent app, Asked asked) {
    return answer(app, asked.location(), Optional.of(asked.question().id().text()));
  }

  private int answer(AppComponent app, Path location, Optional<String> question) {
    RunGlance run = app.inspectRuns().glance(location); // fails when there is no such run
    OpenQuestion answered = app.controlRuns().answer(location, question, words.getLast());
    terminal.err().printf("answered %s%n", answered.id());
    if (!run.running()) {
      terminal
          .err()
          .printf(
              "nobody drives the run now; it counts when the run is resumed: attractor resume %s%n",
              answered.runId().outermost());
    }
    return terminal.tellOf(run.damage()).code();
  }
}
