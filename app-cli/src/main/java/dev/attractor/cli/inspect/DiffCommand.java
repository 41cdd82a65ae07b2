package dev.attractor.cli.inspect;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.parameter;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.RunArgument;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.usecase.InspectRuns;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code attractor diff}. */
final class DiffCommand implements ProgramCommand {
  private final Terminal terminal;
  private final RunArgument run = new RunArgument();

  private @Nullable String node;
  private boolean json;

  DiffCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this, "Prints what a run has changed, or what one stage did when it last ran.")
        .with(run::addTo)
        .with(
            parameter(String.class, given -> node = given, "NODE")
                .index("1")
                .description("One stage of it."))
        .with(flag(given -> json = given, "--json").description("One JSON object on stdout."));
  }

  /** Two commits to compare. */
  private record Change(String from, String to) {}

  @Override
  public Integer call() {
    AppComponent app = AppComponent.of(terminal);
    Path location = app.inspectRuns().find(run.text());
    RunSnapshot history = app.inspectRuns().history(location);
    Change change =
        node == null
            ? new Change(
                history.manifest().baseCommit(), app.inspectRuns().status(location).state().head())
            : NodeId.of(node).stream()
                .flatMap(stage ->
                    runs(history, app.inspectRuns())
                        .flatMap(run -> ofStage(facts(run), stage).stream()))
                .findFirst()
                .orElseThrow(() ->
                    AttractorException.usage(
                        "no stage %s has ended in this run".formatted(node),
                        "attractor logs %s lists its stages".formatted(run.text())));
    String patch =
        app.inspectRuns().diff(history.manifest().repository(), change.from(), change.to());
    if (json) {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("run_id", history.manifest().runId().text());
      fields.put("from", change.from());
      fields.put("to", change.to());
      fields.put("patch", patch);
      terminal.fields().json(fields);
    } else {
      terminal.out().print(patch);
      terminal.out().flush();
    }
    return terminal.tellOf(history.anyDamage()).code();
  }

  private static List<RunEvent> facts(RunSnapshot run) {
    return run.entries().stream().map(JournalEntry::event).toList();
  }

  /** Returns a run, and those inside it with those that began last first. */
  private static Stream<RunSnapshot> runs(RunSnapshot run, InspectRuns all) {
    return Stream.concat(
        Stream.of(run),
        all.inside(run).stream()
            .sorted(Comparator.comparing(DiffCommand::begun).reversed())
            .flatMap(inner -> runs(inner, all)));
  }

  private static Instant begun(RunSnapshot run) {
    return run.entries().getFirst().at();
  }

  private static Optional<Change> ofStage(List<RunEvent> facts, NodeId node) {
    Optional<Change> found = Optional.empty();
    String before = "";
    for (RunEvent fact : facts) {
      if (fact instanceof RunEvent.RunStarted started) {
        before = started.baseCommit();
      }
      if (fact instanceof RunEvent.StageAttemptEnded ended) {
        if (ended.attempt().nodeId().equals(node)) {
          found = Optional.of(new Change(before, ended.commit()));
        }
        before = ended.commit();
      }
    }
    return found;
  }
}
