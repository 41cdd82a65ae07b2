package dev.attractor.cli.control;

import dev.attractor.cli.terminal.Questions;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.usecase.RunGlance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attractor answer}. */
@Command(
    name = "answer",
    description = {
      "Answers a question that a run asks, from any terminal.",
      "CHOICE is its key or label. QUESTION, its id or the node that asks, is needed only when"
          + " several are open."
    })
final class AnswerCommand implements Callable<Integer> {
  private static final int RUN_QUESTION_CHOICE = 3;

  private final Terminal terminal;

  @Parameters(
      arity = "0..3",
      paramLabel = "[RUN [QUESTION]] CHOICE",
      description = "The run (default: latest), the id of the question, and the choice.")
  private List<String> words = new ArrayList<>();

  @Option(names = "--list", description = "Tells which questions are open; takes only RUN.")
  private boolean list;

  AnswerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    AppComponent app = AppComponent.of(terminal);
    boolean runIsNamed = list ? !words.isEmpty() : words.size() > 1;
    Path location = app.inspectRuns().find(runIsNamed ? words.getFirst() : "latest");
    RunGlance run = app.inspectRuns().glance(location); // fails when there is no such run
    if (list) {
      app.controlRuns().questions(location).forEach(this::print);
      return terminal.tellOf(run.damage()).code();
    }
    if (words.isEmpty()) {
      throw AttractorException.usage(
          "no choice is given", "attractor answer --list tells what is asked");
    }
    Optional<String> question =
        words.size() == RUN_QUESTION_CHOICE ? Optional.of(words.get(1)) : Optional.empty();
    OpenQuestion answered = app.controlRuns().answer(location, question, words.getLast());
    terminal.err().printf("answered %s%n", answered.id());
    if (!run.running()) {
      terminal
          .err()
          .printf(
              "nobody drives the run now; it counts when the run is resumed: attractor resume %s%n",
              answered.outermostRun());
    }
    return terminal.tellOf(run.damage()).code();
  }

  private void print(OpenQuestion open) {
    Questions.lines(open).forEach(terminal.out()::println);
  }
}
