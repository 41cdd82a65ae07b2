package dev.attractor.cli.inspect;

import dev.attractor.cli.pipelines.CompiledPipeline;
import dev.attractor.cli.terminal.ExitCode;
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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attractor explain}. */
@Command(description = "Tells for each decision of a run which rule applied and what lost.")
final class ExplainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private RunArgument run = new RunArgument();

  @Option(names = "--seq", paramLabel = "N", description = "Only the decision in this line.")
  private @Nullable Integer seq;

  @Option(names = "--json", description = "One JSON object on stdout.")
  private boolean json;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    AppComponent app = AppComponent.of(terminal);
    RunSnapshot history = app.inspectRuns().history(app.inspectRuns().find(run.text()));
    Optional<ValidPipeline> pipeline = CompiledPipeline.of(terminal, app, history.source());
    if (pipeline.isEmpty()) {
      return ExitCode.INVALID_PIPELINE.code();
    }
    if (seq == null) {
      if (json) {
        terminal.fields().json(fields(pipeline.get(), history, app.inspectRuns()));
      } else {
        explain(pipeline.get(), history, app.inspectRuns(), "");
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
      explanations.forEach(explanation -> print(explanation, ""));
    }
    return ExitCode.SUCCESS.code();
  }

  private static List<Explanation> explanations(ValidPipeline pipeline, RunSnapshot history) {
    return Explanation.of(pipeline, history.entries().stream().map(JournalEntry::event).toList());
  }

  /** Explains a run, then each run inside it under its id. */
  private void explain(
      ValidPipeline pipeline, RunSnapshot history, InspectRuns runs, String indent) {
    explanations(pipeline, history).forEach(explanation -> print(explanation, indent));
    for (RunSnapshot inner : runs.inside(history)) {
      terminal.out().println(indent + inner.manifest().runId());
      explain(pipelineOf(inner, pipeline), inner, runs, indent + "  ");
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

  private void print(Explanation explanation, String indent) {
    terminal
        .out()
        .printf(
            "%s%5d  %s%n",
            indent, explanation.index() + 1, ProgressPrinter.inOneLine(explanation.decision()));
    terminal.out().println(indent + "         " + ProgressPrinter.inOneLine(explanation.rule()));
    explanation
        .alternatives()
        .forEach(lost ->
            terminal.out().println(indent + "         lost: " + ProgressPrinter.inOneLine(lost)));
  }
}
