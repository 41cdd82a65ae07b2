package dev.attractor.cli.inspect;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;

import dev.attractor.cli.pipelines.CompiledPipeline;
import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.RunArgument;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.plan.Action;
import dev.attractor.domain.replay.Replay;
import dev.attractor.domain.run.BranchRun;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.usecase.InspectRuns;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code attractor replay}. */
final class ReplayCommand implements ProgramCommand {
  private final Terminal terminal;
  private final RunArgument run = new RunArgument();

  private @Nullable Path graph;
  private boolean json;

  ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Folds the journal of a run and verifies every decision; exit code 1 when one differs.",
            "With --graph: tells where a changed pipeline would have gone another way.")
        .with(run::addTo)
        .with(
            option(Path.class, given -> graph = given, "FILE", "--graph")
                .description("A changed pipeline."))
        .with(flag(given -> json = given, "--json").description("One JSON object on stdout."));
  }

  @Override
  public Integer call() {
    AppComponent app = AppComponent.of(terminal);
    RunSnapshot history = app.inspectRuns().history(app.inspectRuns().find(run.text()));
    Optional<ValidPipeline> pipeline =
        graph == null
            ? CompiledPipeline.of(terminal, app, history)
            : CompiledPipeline.of(terminal, app, graph);
    if (pipeline.isEmpty()) {
      return ExitCode.INVALID_PIPELINE.code();
    }
    InspectRuns runs = app.inspectRuns();
    List<Difference> differences = differences(pipeline.get(), history, runs).toList();
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("run_id", history.manifest().runId().text());
      fields.put("follows", differences.isEmpty());
      fields.put("facts", count(history, runs));
      fields.put("differences", differences.stream().map(Difference::fields).toList());
      terminal.fields().json(fields);
    } else {
      differences.forEach(this::tell);
      if (differences.isEmpty()) {
        terminal.out().printf("all %d facts follow from the rules%n", count(history, runs));
      }
    }
    return differences.isEmpty()
        ? terminal.tellOf(history.anyDamage()).code()
        : ExitCode.RUN_FAILED.code();
  }

  /** Where a run, or one inside it, differs first from what is planned. */
  private record Difference(RunId runId, int line, String recorded, String planned) {
    static Difference of(RunSnapshot run, Replay.Divergence found) {
      return new Difference(
          run.manifest().runId(),
          found.index() + 1,
          found.recorded().toString(),
          shown(found.planned()));
    }

    Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("run_id", runId.text());
      fields.put("line", line);
      fields.put("recorded", recorded);
      fields.put("planned", planned);
      return fields;
    }
  }

  /** Verifies a run and all those inside it, but for those that a changed pipeline has not. */
  private static Stream<Difference> differences(
      ValidPipeline pipeline, RunSnapshot history, InspectRuns runs) {
    List<RunEvent> facts = history.entries().stream().map(JournalEntry::event).toList();
    return Stream.concat(
        Replay.verify(pipeline, facts).map(found -> Difference.of(history, found)).stream(),
        runs.inside(history).stream()
            .flatMap(inner ->
                pipelineOf(inner, pipeline).stream()
                    .flatMap(own -> differences(own, inner, runs))));
  }

  private static Optional<ValidPipeline> pipelineOf(RunSnapshot inner, ValidPipeline around) {
    return inner.entries().getFirst().event() instanceof RunEvent.RunStarted started
        ? BranchRun.pipelineOf(started, around)
        : Optional.empty();
  }

  private static int count(RunSnapshot history, InspectRuns runs) {
    return history.entries().size()
        + runs.inside(history).stream().mapToInt(inner -> count(inner, runs)).sum();
  }

  private void tell(Difference found) {
    terminal
        .out()
        .printf("line %d of %s differs: recorded %s%n", found.line, found.runId, found.recorded);
    terminal.out().println("  planned  " + found.planned);
  }

  private static String shown(Action planned) {
    return planned instanceof Action.Append(List<RunEvent> events) && events.isEmpty()
        ? "nothing: the changed pipeline has no such node"
        : planned.toString();
  }
}
