package dev.attractor.cli.control;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.parameter;
import static dev.attractor.cli.terminal.Arguments.parameters;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.usecase.TellRuns.Told;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code attractor tell}. */
final class TellCommand implements ProgramCommand {
  private static final int NODE_AND_TEXT = 2;

  private final Terminal terminal;

  private String run = "";
  private List<String> words = new ArrayList<>();
  private boolean json;

  TellCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Tells the agents of a run something while it goes on.",
            "The agent that is at work goes on in its session with it, where it can; all later ones read"
                + " it in what they are told of the run. With NODE it is for that stage alone.")
        .with(
            parameter(String.class, given -> run = given, "RUN")
                .arity("1")
                .index("0")
                .description("The run."))
        .with(
            parameters(String.class, given -> words = given, "[NODE] TEXT")
                .arity("1..2")
                .index("1..*")
                .description("The stage it is for, if for one, and what is said."))
        .with(flag(given -> json = given, "--json").description("One JSON object on stdout."));
  }

  @Override
  public Integer call() {
    AppComponent app = AppComponent.of(terminal);
    List<Told> told = app.tellRuns().tell(app.inspectRuns().find(run), node(), words.getLast());
    if (json) {
      terminal.fields().json(Map.of("told", told.stream().map(TellCommand::fields).toList()));
    } else {
      told.stream().map(TellCommand::line).forEach(terminal.err()::println);
    }
    return ExitCode.SUCCESS.code();
  }

  private Optional<NodeId> node() {
    return words.size() == NODE_AND_TEXT
        ? Optional.of(
            NodeId.of(words.getFirst())
                .orElseThrow(() ->
                    AttractorException.usage(
                        "'%s' cannot be the name of a stage".formatted(words.getFirst()),
                        "put what you say in quotes: attractor tell RUN [NODE] \"...\"")))
        : Optional.empty();
  }

  private static Map<String, Object> fields(Told told) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run_id", told.runId().text());
    told.at().ifPresent(node -> fields.put("current_node", node.value()));
    told.agent().ifPresent(agent -> fields.put("agent", agent));
    fields.put(
        "when",
        switch (told.when()) {
          case NOW -> "now";
          case AFTER_THIS_ONE -> "after_this_one";
          case NEXT -> "next";
          case WHEN_RESUMED -> "when_resumed";
        });
    return fields;
  }

  private static String line(Told told) {
    String where = told.at().map(node -> ", which is at " + node).orElse("");
    return switch (told.when()) {
      case NOW ->
          "told %s in %s of %s: it goes on in its session with that"
              .formatted(told.agent().orElseThrow(), told.at().orElseThrow(), told.runId());
      case AFTER_THIS_ONE ->
          "%s cannot be told anything while it works on %s of %s: the agents after it are told"
              .formatted(told.agent().orElseThrow(), told.at().orElseThrow(), told.runId());
      case NEXT ->
          "the next agents of %s are told%s: none is at work in it now"
              .formatted(told.runId(), where);
      case WHEN_RESUMED ->
          "nobody drives %s now; its agents are told when it is resumed: attractor resume %s"
              .formatted(told.runId(), told.runId().outermost());
    };
  }
}
