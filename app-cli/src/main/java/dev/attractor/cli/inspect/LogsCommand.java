package dev.attractor.cli.inspect;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;
import static dev.attractor.cli.terminal.Arguments.parameter;

import dev.attractor.cli.screen.Screen;
import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.ProgressPrinter;
import dev.attractor.cli.terminal.RunArgument;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.terminal.ToldQuestions;
import dev.attractor.cli.view.ViewOptions;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.BranchRun;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.usecase.RunStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code attractor logs}. */
final class LogsCommand implements ProgramCommand {
  private static final List<String> OUTPUTS = List.of(RunLayout.STDOUT, RunLayout.STDERR);

  private final Terminal terminal;
  private final RunArgument run = new RunArgument();

  private @Nullable String node;
  private boolean follow;
  private boolean raw;
  private @Nullable Integer visit;
  private @Nullable Integer attempt;
  private boolean json;

  private final ViewOptions view = new ViewOptions();

  LogsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Prints what a run and its branches have done so far, as people read it.",
            "With NODE what its latest attempt did: an agent's calls and words, a command's output.")
        .with(run::addTo)
        .with(
            parameter(String.class, given -> node = given, "NODE")
                .index("1")
                .description("One stage of it; in a branch or a part also branch/stage."))
        .with(
            flag(given -> follow = given, "-f", "--follow")
                .description(
                    "Goes on until the run is over, on a terminal above a view of all stages.",
                    "Ends with the exit code of the run, or 7 when its driver died."))
        .with(
            flag(given -> raw = given, "--raw")
                .description("With NODE: what its program printed, as it is."))
        .with(
            option(Integer.class, given -> visit = given, "N", "--visit")
                .description("With NODE: that visit of it."))
        .with(
            option(Integer.class, given -> attempt = given, "N", "--attempt")
                .description("With NODE: that attempt of a visit."))
        .with(
            flag(given -> json = given, "--json")
                .description(
                    "The events as their journals have them, a line each; with NODE one object."))
        .with(view::addTo);
  }

  @Override
  public Integer call() {
    AppComponent app = AppComponent.of(terminal);
    Path location = app.inspectRuns().find(run.text());
    app.inspectRuns().status(location); // fails when there is no such run
    if (json && node != null && (follow || raw)) {
      throw AttractorException.usage(
          "--json with NODE tells of an attempt as it is", "leave out --follow and --raw");
    }
    if (node != null && !follow && !raw) {
      return ofStage(app, location, nested(node));
    }
    Optional<Screen> screen =
        follow && node == null && !json ? view.screenOfAFollower(terminal) : Optional.empty();
    PrintWriter to = screen.isPresent() ? terminal.err() : terminal.out(); // above the view
    Reader reader =
        node == null ? new Facts(app, location, to) : new Outputs(app, location, stage(node));
    ToldQuestions questions = new ToldQuestions(to);
    Consumer<RunStatus> print =
        status -> {
          reader.printNew(); // after the look, so that the last words are not missed
          if (node == null && !json) {
            questions.tell(status.questions());
          }
          to.flush();
        };
    if (follow) {
      return new Following(terminal, app.inspectRuns(), location).untilItIsOver(screen, print);
    }
    RunStatus status = app.inspectRuns().status(location);
    print.accept(status);
    return terminal.tellOf(status.damage()).code();
  }

  private int ofStage(AppComponent app, Path location, String stage) {
    RunSnapshot history = app.inspectRuns().history(location);
    StageLog log =
        StageLog.latest(
                app.inspectRuns(),
                history,
                one ->
                    one.isOf(stage)
                        && (visit == null || visit == one.attempt().visit())
                        && (attempt == null || attempt == one.attempt().number()))
            .orElseThrow(() -> StageLog.notThere(stage));
    if (json) {
      terminal.fields().json(log.fields(app.inspectRuns()));
    } else {
      log.print(terminal, app.inspectRuns(), history);
    }
    return terminal.tellOf(history.anyDamage()).code();
  }

  /** A stage inside of others is told by their names, too: {@code branch/stage}. */
  private static String nested(String text) {
    if (!Stream.of(text.split("/", -1)).allMatch(name -> NodeId.of(name).isPresent())) {
      throw isNoNode(text);
    }
    return text;
  }

  private static NodeId stage(String text) {
    return NodeId.of(text).orElseThrow(() -> isNoNode(text));
  }

  private static AttractorException isNoNode(String text) {
    return AttractorException.usage(
        "'%s' is not the id of a node".formatted(text), "give the id of a node");
  }

  /** Prints what has come since it was asked last. */
  private interface Reader {
    void printNew();
  }

  private final class Facts implements Reader {
    private final AppComponent app;
    private final Path location;
    private final PrintWriter to;
    private final Map<Path, Integer> printed = new HashMap<>();

    Facts(AppComponent app, Path location, PrintWriter to) {
      this.app = app;
      this.location = location;
      this.to = to;
    }

    @Override
    public void printNew() {
      newLines(app.inspectRuns().history(location), new ProgressPrinter(terminal, false))
          .sorted(Comparator.comparing(Line::at))
          .map(line -> json ? line.text() : line.at() + " " + line.text())
          .forEach(to::println);
    }

    /** Returns what the run, then each run inside it, has written since. */
    private Stream<Line> newLines(RunSnapshot run, ProgressPrinter printer) {
      List<JournalEntry> all = run.entries();
      int from = Optional.ofNullable(printed.put(run.location(), all.size())).orElse(0);
      Stream<Line> own =
          all.subList(from, all.size()).stream()
              .map(entry -> new Line(entry.at(), text(run, entry, printer)))
              .filter(line -> !line.text().isEmpty());
      return Stream.concat(
          own,
          app.inspectRuns().inside(run).stream()
              .flatMap(inner -> newLines(inner, within(inner, printer))));
    }

    private String text(RunSnapshot run, JournalEntry entry, ProgressPrinter printer) {
      return json
          ? app.journalFormat().lineOf(run.manifest().runId(), entry)
          : printer.line(entry.event());
    }

    /** A run inside is called as the program says it while it goes on. */
    private static ProgressPrinter within(RunSnapshot inner, ProgressPrinter printer) {
      return inner.entries().getFirst().event() instanceof RunEvent.RunStarted started
          ? printer.inner(BranchRun.nameOf(started), started.runId())
          : printer;
    }
  }

  private record Line(Instant at, String text) {}

  private final class Outputs implements Reader {
    private final AppComponent app;
    private final Path location;
    private final NodeId stage;
    private final Map<Path, Long> printed = new LinkedHashMap<>();

    Outputs(AppComponent app, Path location, NodeId stage) {
      this.app = app;
      this.location = location;
      this.stage = stage;
      if (!follow && files().isEmpty()) {
        throw AttractorException.usage(
            "there is no output of a stage %s in %s".formatted(stage, location),
            "it has not run yet, or is of a type without output");
      }
    }

    private List<Path> files() {
      return app.inspectRuns().latestStage(location, stage).stream()
          .flatMap(folder -> OUTPUTS.stream().map(folder::resolve))
          .filter(Files::exists)
          .toList();
    }

    @Override
    public void printNew() {
      files().forEach(this::printNew);
    }

    /** Prints a file that has become shorter from its start: it is that of another attempt. */
    private void printNew(Path path) {
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
        long from = printed.getOrDefault(path, 0L);
        file.seek(file.length() < from ? 0 : from);
        byte[] more =
            new byte
                [Math.toIntExact(
                    Math.min(file.length() - file.getFilePointer(), Integer.MAX_VALUE - 8))];
        file.readFully(more);
        terminal.out().print(new String(more, StandardCharsets.UTF_8));
        printed.put(path, file.getFilePointer());
      } catch (IOException e) {
        throw AttractorException.machine(
            "cannot read %s: %s".formatted(path, e.getMessage()), "", e);
      }
    }
  }
}
