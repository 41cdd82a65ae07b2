package dev.attractor.cli.inspect;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;

import dev.attractor.cli.pipelines.CompiledPipeline;
import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.ProgressPrinter;
import dev.attractor.cli.terminal.RunArgument;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.replay.Explanation;
import dev.attractor.domain.run.BranchRun;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.usecase.InspectRuns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code attractor explain}. */
final class ExplainCommand implements ProgramCommand {
  /** So many characters has the number of a line, or more. */
  private static final int LINE_NUMBER = 5;

  private final Terminal terminal;
  private final RunArgument run = new RunArgument();

  private @Nullable Integer seq;
  private boolean json;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(this, "Tells for each decision of a run which rule applied and what lost.")
        .with(run::addTo)
        .with(
            option(Integer.class, given -> seq = given, "N", "--seq")
                .description("Only the decision in this line."))
        .with(flag(given -> json = given, "--json").description("One JSON object on stdout."));
  }

  @Override
  public Integer call() {
    AppComponent app = AppComponent.of(terminal);
    RunSnapshot history = app.inspectRuns().history(app.inspectRuns().find(run.text()));
    Optional<ValidPipeline> pipeline = CompiledPipeline.of(terminal, app, history);
    if (pipeline.isEmpty()) {
      return ExitCode.INVALID_PIPELINE.code();
    }
    if (seq == null) {
      if (json) {
        terminal.fields().json(fields(pipeline.get(), history, app.inspectRuns()));
      } else {
        StringBuilder text = new StringBuilder();
        explain(pipeline.get(), history, app.inspectRuns(), "", text);
        terminal.out().print(text); // at once: of a long run there are thousands of lines
        terminal.out().flush();
      }
      return terminal.tellOf(history.anyDamage()).code();
    }
    List<Explanation> explanations =
        explanations(pipeline.get(), history).stream()
            .filter(explanation -> explanation.index() + 1 == seq)
            .toList();
    if (explanations.isEmpty()) {
      throw AttractorException.usage(
          "line %d of the journal records no decision".formatted(seq),
          "leave out --seq to see all decisions with their lines");
    }
    if (json) {
      terminal.fields().json(fields(history, explanations));
    } else {
      explanations.forEach(explanation -> terminal.out().print(text(explanation, "")));
    }
    return ExitCode.SUCCESS.code();
  }

  private static List<Explanation> explanations(ValidPipeline pipeline, RunSnapshot history) {
    return Explanation.of(pipeline, history.entries().stream().map(JournalEntry::event).toList());
  }

  /** Explains a run, then each run inside it under its id. */
  private void explain(
      ValidPipeline pipeline,
      RunSnapshot history,
      InspectRuns runs,
      String indent,
      StringBuilder text) {
    explanations(pipeline, history).forEach(explanation -> text.append(text(explanation, indent)));
    for (RunSnapshot inner : runs.inside(history)) {
      text.append(indent).append(inner.manifest().runId()).append('\n');
      explain(pipelineOf(inner, pipeline), inner, runs, indent + "  ", text);
    }
  }

  private static Map<String, Object> fields(
      ValidPipeline pipeline, RunSnapshot history, InspectRuns runs) {
    Map<String, Object> fields = fields(history, explanations(pipeline, history));
    fields.put(
        "branches",
        runs.inside(history).stream()
            .map(inner -> fields(pipelineOf(inner, pipeline), inner, runs))
            .toList());
    return fields;
  }

  private static ValidPipeline pipelineOf(RunSnapshot inner, ValidPipeline around) {
    return inner.entries().getFirst().event() instanceof RunEvent.RunStarted started
        ? BranchRun.pipelineOf(started, around).orElse(around)
        : around;
  }

  private static Map<String, Object> fields(RunSnapshot history, List<Explanation> explanations) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run_id", history.manifest().runId().text());
    fields.put("decisions", explanations.stream().map(ExplainCommand::fields).toList());
    return fields;
  }

  private static Map<String, Object> fields(Explanation explanation) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("line", explanation.index() + 1);
    fields.put("decision", explanation.decision());
    fields.put("rule", explanation.rule());
    fields.put("lost", explanation.alternatives());
    return fields;
  }

  private static StringBuilder text(Explanation explanation, String indent) {
    String line = Integer.toString(explanation.index() + 1);
    String below = indent + " ".repeat(LINE_NUMBER + 4);
    StringBuilder text =
        new StringBuilder(indent)
            .repeat(' ', Math.max(0, LINE_NUMBER - line.length()))
            .append(line)
            .append("  ")
            .append(ProgressPrinter.inOneLine(explanation.decision()))
            .append('\n')
            .append(below)
            .append(ProgressPrinter.inOneLine(explanation.rule()));
    explanation
        .alternatives()
        .forEach(lost ->
            text.append('\n')
                .append(below)
                .append("lost: ")
                .append(ProgressPrinter.inOneLine(lost)));
    return text.append('\n');
  }
}
