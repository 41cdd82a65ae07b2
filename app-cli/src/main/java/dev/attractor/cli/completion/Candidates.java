package dev.attractor.cli.completion;

import dev.attractor.cli.terminal.Commands;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.dot.DotReader;
import dev.attractor.domain.dot.Parse;
import dev.attractor.domain.human.Choice;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.RunGlance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Finds what the word that a person types can be. */
final class Candidates {
  /** More would scroll away what was typed. */
  private static final int MOST_RUNS = 50;

  private final Terminal terminal;
  private final List<Commands.Entry> commands;
  private CommandSpec spec;

  /** Words without a dash, after the command. */
  private final List<String> values = new ArrayList<>();

  private Optional<OptionSpec> waiting = Optional.empty();
  private boolean optionsAreOver;

  /**
   * Makes one.
   *
   * @param commands what can be asked for
   * @param line with a model of the command that is asked for, if any is
   */
  Candidates(Terminal terminal, List<Commands.Entry> commands, CommandLine line) {
    this.terminal = terminal;
    this.commands = commands;
    this.spec = line.getCommandSpec();
  }

  /**
   * Returns what the last of the words, perhaps an empty one, can be; nothing where it is the name
   * of a file, of which shells know more, or where nobody knows.
   */
  List<Candidate> of(List<String> words) {
    words.subList(0, words.size() - 1).forEach(this::pass);
    String begun = words.getLast();
    return all(begun).filter(candidate -> candidate.word().startsWith(begun)).toList();
  }

  private void pass(String word) {
    if (waiting.isPresent()) {
      waiting = Optional.empty();
    } else if (word.equals("--")) {
      optionsAreOver = true;
    } else if (word.startsWith("-") && !optionsAreOver) {
      waiting =
          Optional.ofNullable(spec.findOption(word)).filter(option -> option.arity().min() > 0);
    } else if (spec.subcommands().containsKey(word) && values.isEmpty()) {
      spec = spec.subcommands().get(word).getCommandSpec();
    } else {
      values.add(word);
    }
  }

  private Stream<Candidate> all(String begun) {
    if (waiting.isPresent()) {
      return valuesOf(waiting.get());
    }
    if (begun.startsWith("-") && !optionsAreOver) {
      return spec.options().stream()
          .filter(option -> !option.hidden())
          .flatMap(option ->
              Arrays.stream(option.names()).map(name -> new Candidate(name, note(option))));
    }
    if (spec.parent() == null) {
      return commands.stream().map(entry -> new Candidate(entry.name(), entry.purpose()));
    }
    Stream<Candidate> below =
        spec.subcommands().entrySet().stream()
            .map(entry -> new Candidate(entry.getKey(), purpose(entry.getValue())));
    return Stream.concat(
        below, spec.positionalParameters().stream().filter(this::isNext).flatMap(this::valuesOf));
  }

  private boolean isNext(PositionalParamSpec parameter) {
    return parameter.index().min() <= values.size()
        && (parameter.index().max() >= values.size() || parameter.arity().max() > values.size());
  }

  private Stream<Candidate> valuesOf(ArgSpec argument) {
    if (argument.completionCandidates() != null) {
      return StreamSupport.stream(argument.completionCandidates().spliterator(), false)
          .map(word -> new Candidate(isEnum(argument) ? word.toLowerCase(Locale.ROOT) : word, ""));
    }
    String label = argument.paramLabel();
    Stream<Candidate> found = Stream.of();
    if (label.contains("RUN")) {
      found = Stream.concat(runs(), Stream.of(new Candidate("latest", "the newest run")));
    }
    if (label.contains("CHOICE")) {
      found = Stream.concat(found, choices());
    }
    return label.contains("NODE") ? nodes() : found;
  }

  /** The case of those does not matter. */
  private static boolean isEnum(ArgSpec argument) {
    return argument.typeInfo().isEnum();
  }

  private Stream<Candidate> runs() {
    return glances()
        .map(run ->
            new Candidate(
                run.manifest().runId().text(), run.word() + ", " + run.manifest().pipeline()));
  }

  private Stream<Candidate> choices() {
    return glances()
        .flatMap(run -> run.questions().stream())
        .flatMap(open -> open.question().choices().stream())
        .map((Choice choice) -> new Candidate(choice.key(), choice.label()));
  }

  /** Those that cannot be read are left out: this is not the place to complain. */
  private Stream<RunGlance> glances() {
    InspectRuns runs = inspect();
    return runs.all().stream().limit(MOST_RUNS).flatMap(location -> glance(runs, location));
  }

  private static Stream<RunGlance> glance(InspectRuns runs, Path location) {
    try {
      return Stream.of(runs.glance(location));
    } catch (AttractorException e) {
      return Stream.of();
    }
  }

  private Stream<Candidate> nodes() {
    try {
      InspectRuns runs = inspect();
      Path location = runs.find(values.isEmpty() ? "latest" : values.getFirst());
      return switch (DotReader.read(runs.history(location).source().text())) {
        case Parse.Read(Pipeline pipeline) ->
            pipeline.nodes().stream()
                .map((Node node) -> new Candidate(node.id().toString(), node.label()));
        case Parse.Refused _ -> Stream.of();
      };
    } catch (AttractorException e) {
      return Stream.of(); // there is no such run
    }
  }

  private InspectRuns inspect() {
    return AppComponent.of(terminal).inspectRuns();
  }

  private static String note(OptionSpec option) {
    return option.description().length == 0 ? "" : option.description()[0];
  }

  private static String purpose(CommandLine command) {
    String[] description = command.getCommandSpec().usageMessage().description();
    return description.length == 0 ? "" : description[0];
  }
}
