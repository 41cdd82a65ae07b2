package dev.attractor.cli.inspect;

import dev.attractor.cli.pipelines.CompiledPipeline;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.RunArgument;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.plan.Action;
import dev.attractor.domain.replay.Replay;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.RunSnapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attractor replay}. */
@Command(
    name = "replay",
    description = {
      "Folds the journal of a run and verifies every decision; exit code 1 when one differs.",
      "With --graph: tells where a changed pipeline would have gone another way."
    })
final class ReplayCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private RunArgument run = new RunArgument();

  @Option(names = "--graph", paramLabel = "FILE", description = "A changed pipeline.")
  private @Nullable Path graph;

  ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    AppComponent app = AppComponent.of(terminal);
    RunSnapshot history = app.inspectRuns().history(app.inspectRuns().find(run.text()));
    Optional<ValidPipeline> pipeline =
        graph == null
            ? CompiledPipeline.of(terminal, app, history.source())
            : CompiledPipeline.of(terminal, app, graph);
    if (pipeline.isEmpty()) {
      return ExitCode.INVALID_PIPELINE.code();
    }
    if (!verify(pipeline.get(), history)) {
      return ExitCode.RUN_FAILED.code();
    }
    terminal.out().printf("all %d facts follow from the rules%n", count(history));
    return terminal.tellOf(history.anyDamage()).code();
  }

  /** Verifies a run and all its branches, and tells where they differ first. */
  private boolean verify(ValidPipeline pipeline, RunSnapshot history) {
    List<RunEvent> facts = history.entries().stream().map(JournalEntry::event).toList();
    Optional<Replay.Divergence> divergence = Replay.verify(pipeline, facts);
    divergence.ifPresent(found -> tell(history, found));
    boolean honest = divergence.isEmpty();
    for (RunSnapshot branch : history.branches()) {
      honest &= verify(pipeline, branch);
    }
    return honest;
  }

  private static int count(RunSnapshot history) {
    return history.entries().size()
        + history.branches().stream().mapToInt(ReplayCommand::count).sum();
  }

  private void tell(RunSnapshot history, Replay.Divergence divergence) {
    terminal
        .out()
        .printf(
            "line %d of %s differs: recorded %s%n",
            divergence.index() + 1, history.manifest().runId(), divergence.recorded());
    terminal.out().println("  planned  " + shown(divergence.planned()));
  }

  private static String shown(Action planned) {
    return planned instanceof Action.Append(List<RunEvent> events) && events.isEmpty()
        ? "nothing: the changed pipeline has no such node"
        : planned.toString();
  }
}
