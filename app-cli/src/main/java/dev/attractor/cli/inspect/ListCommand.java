package dev.attractor.cli.inspect;

import static dev.attractor.cli.terminal.Arguments.flag;

import dev.attractor.cli.terminal.Amounts;
import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Questions;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.RunGlance;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code attractor list}. */
final class ListCommand implements ProgramCommand {
  private final Terminal terminal;

  private boolean json;

  ListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this, "Lists the runs of this machine, the newest first; running ones, too.")
        .with(flag(given -> json = given, "--json").description("One JSON array on stdout."));
  }

  @Override
  public Integer call() {
    InspectRuns runs = AppComponent.of(terminal).inspectRuns();
    List<Row> rows = runs.all().parallelStream().map(location -> row(runs, location)).toList();
    if (json) {
      terminal.fields().json(rows.stream().map(Row::json).toList());
    } else {
      rows.forEach(this::print);
    }
    return ExitCode.SUCCESS.code();
  }

  /** A run, and what it asks people. */
  private record Row(
      Map<String, Object> fields, Optional<Usage> used, List<OpenQuestion> questions) {
    Map<String, Object> json() {
      Map<String, Object> all = new LinkedHashMap<>(fields);
      used.ifPresent(usage -> {
        all.put("cost_usd", usage.costUsd());
        all.put("input_tokens", usage.inputTokens());
        all.put("output_tokens", usage.outputTokens());
      });
      if (!questions.isEmpty()) {
        all.put("questions", questions.stream().map(Questions::fields).toList());
      }
      return all;
    }
  }

  private void print(Row row) {
    Map<String, Object> fields = row.fields();
    terminal
        .out()
        .printf(
            "%-26s  %-11s  %s  %8s  %s%n",
            fields.get("run_id"),
            fields.get("status"),
            fields.get("started_at"),
            row.used().map(Amounts::money).orElse(""),
            fields.get("pipeline"));
    if (fields.containsKey("damage")) {
      terminal.out().println("    damaged: " + fields.get("damage"));
    }
    row.questions()
        .forEach(open -> {
          Questions.lines(open).forEach(line -> terminal.out().println("    " + line));
          Questions.whatToDo(open).forEach(terminal.out()::println);
        });
  }

  /** One run that cannot be read does not hide the others. */
  private static Row row(InspectRuns runs, Path location) {
    Map<String, Object> row = new LinkedHashMap<>();
    Optional<Usage> used = Optional.empty();
    List<OpenQuestion> questions = List.of();
    try {
      RunGlance status = runs.glance(location);
      row.put("run_id", status.manifest().runId().text());
      row.put("status", status.word());
      row.put("started_at", status.manifest().startedAt().toString());
      row.put("pipeline", status.manifest().pipeline());
      row.put("current_node", status.currentNode().map(NodeId::value).orElse(""));
      row.put("repository", status.manifest().repository().toString());
      used = status.used();
      questions = status.questions();
      status.damage().ifPresent(damage -> row.put("damage", String.valueOf(damage.getMessage())));
    } catch (AttractorException e) {
      row.put("run_id", location.getFileName().toString());
      row.put("status", "unreadable");
      row.put("started_at", "");
      row.put("pipeline", String.valueOf(e.getMessage()));
    }
    row.put("logs_root", location.toString());
    return new Row(row, used, questions);
  }
}
