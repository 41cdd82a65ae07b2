package dev.attractor.cli;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.replay.Explanation;
import dev.attractor.ports.Problem;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.RunSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attractor explain}. */
@Command(
    name = "explain",
    description = "Tells for each decision of a run which rule applied and what lost.")
final class ExplainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private RunArgument run = new RunArgument();

  @Option(names = "--seq", paramLabel = "N", description = "Only the decision in this line.")
  private @Nullable Integer seq;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    AppComponent app = terminal.app();
    RunSnapshot history = app.inspectRuns().history(app.inspectRuns().find(run.text()));
    Optional<ValidPipeline> pipeline = CompiledPipeline.of(terminal, app, history.source());
    if (pipeline.isEmpty()) {
      return ExitCode.INVALID_PIPELINE.code();
    }
    List<Explanation> explanations =
        Explanation.of(pipeline.get(), history.entries().stream().map(JournalEntry::event).toList())
            .stream()
            .filter(explanation -> seq == null || explanation.index() + 1 == seq)
            .toList();
    if (seq != null && explanations.isEmpty()) {
      throw Problem.usage(
          "line %d of the journal records no decision".formatted(seq),
          "leave out --seq to see all decisions with their lines");
    }
    for (Explanation explanation : explanations) {
      terminal.out().printf("%5d  %s%n", explanation.index() + 1, explanation.decision());
      terminal.out().println("         " + explanation.rule());
      explanation.alternatives().forEach(lost -> terminal.out().println("         lost: " + lost));
    }
    return ExitCode.SUCCESS.code();
  }
}
