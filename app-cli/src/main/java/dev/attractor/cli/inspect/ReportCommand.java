package dev.attractor.cli.inspect;

import static dev.attractor.cli.terminal.Arguments.option;
import static dev.attractor.cli.terminal.Arguments.parameters;

import dev.attractor.cli.pipelines.CompiledPipeline;
import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.DurationArgument;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.OutputFile;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.secret.OwnWords;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.report.RunReports;
import dev.attractor.ports.report.RunReports.Subject;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.runfolder.StageEvidence;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.RunGlance;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code attractor report}. */
final class ReportCommand implements ProgramCommand {
  /** Characters of each text of a stage; the page links to the rest. */
  private static final int LONGEST_TEXT = 20_000;

  enum Format {
    HTML(RunReports.Form.HTML),
    MD(RunReports.Form.MARKDOWN),
    JSON(RunReports.Form.JSON);

    private final RunReports.Form form;

    Format(RunReports.Form form) {
      this.form = form;
    }
  }

  private final Terminal terminal;

  private List<String> runs = List.of();
  private @Nullable Duration since;
  private @Nullable Format format;
  private @Nullable Path out;

  ReportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Tells what became of a run and why that counts: the verdict and what it rests on, what was",
            "never verified, what changed, the path, time and money, every attempt, every decision.",
            "Of several runs, or with --since: in short, the newest first.")
        .with(
            parameters(String.class, given -> runs = given, "RUN")
                .description(
                    "A folder, an id, the beginning of an id, or latest, which is the default."))
        .with(
            option(Duration.class, given -> since = given, "DURATION", "--since")
                .converters(new DurationArgument())
                .description("All runs of which something was heard in this time, such as 24h."))
        .with(
            option(Format.class, given -> format = given, "<format>", "--format")
                .description(
                    "${COMPLETION-CANDIDATES}; by default as OUT is called, and md without it."))
        .with(
            option(Path.class, given -> out = given, "OUT", "-o")
                .description("A file instead of stdout: x.html, x.md or x.json."));
  }

  @Override
  public Integer call() {
    Format wanted = wanted(); // before any work
    if (since != null && !runs.isEmpty()) {
      throw AttractorException.usage(
          "--since chooses the runs, and so do " + String.join(", ", runs),
          "leave out one of them");
    }
    AppComponent app = AppComponent.of(terminal);
    InspectRuns inspect = app.inspectRuns();
    if (since != null) {
      return overview(app, wanted, since(inspect, terminal.clock().instant().minus(since)));
    }
    if (runs.size() > 1) {
      return overview(app, wanted, runs.stream().map(inspect::find).distinct().toList());
    }
    return report(app, wanted, inspect.find(runs.isEmpty() ? "latest" : runs.getFirst()));
  }

  private Format wanted() {
    if (format != null) {
      return format;
    }
    if (out == null) {
      return Format.MD;
    }
    return switch (new OutputFile(out).ending()) {
      case "html", "htm" -> Format.HTML;
      case "md", "markdown" -> Format.MD;
      case "json" -> Format.JSON;
      default ->
          throw AttractorException.usage(
              "what to write into %s cannot be told from its name".formatted(out),
              "call it x.html, x.md or x.json, or say it with --format");
    };
  }

  private void deliver(String text) {
    if (out == null) {
      terminal.out().print(text);
    } else {
      new OutputFile(terminal.here(out)).write(text.getBytes(StandardCharsets.UTF_8));
      terminal.err().println("wrote " + terminal.here(out));
    }
  }

  private int report(AppComponent app, Format wanted, Path location) {
    RunSnapshot history = app.inspectRuns().history(location);
    Optional<ValidPipeline> pipeline = CompiledPipeline.of(terminal, app, history);
    if (pipeline.isEmpty()) {
      return ExitCode.INVALID_PIPELINE.code();
    }
    deliver(app.runReports().report(wanted.form, known(app, history, pipeline.get())));
    return terminal.tellOf(history.anyDamage()).code();
  }

  private Subject.Known known(AppComponent app, RunSnapshot history, ValidPipeline pipeline) {
    return new Subject.Known(
        history, pipeline, new Found(app.inspectRuns(), history, terminal.host().variables()));
  }

  // --- several runs ---

  private int overview(AppComponent app, Format wanted, List<Path> locations) {
    List<Subject> subjects =
        locations.stream()
            .map(location -> subject(app, location))
            .sorted(Comparator.comparing(ReportCommand::begun).reversed())
            .toList();
    deliver(app.runReports().overview(wanted.form, subjects));
    return ExitCode.SUCCESS.code();
  }

  /** One run that cannot be read does not hold back the others. */
  private Subject subject(AppComponent app, Path location) {
    try {
      RunSnapshot history = app.inspectRuns().history(location);
      Optional<ValidPipeline> pipeline = CompiledPipeline.of(terminal, app, history);
      return pipeline.isPresent()
          ? known(app, history, pipeline.get())
          : new Subject.Unreadable(
              history.manifest().runId().text(),
              location,
              "its pipeline has errors, as told on stderr");
    } catch (AttractorException e) {
      return new Subject.Unreadable(
          String.valueOf(location.getFileName()), location, String.valueOf(e.getMessage()));
    }
  }

  private static Instant begun(Subject subject) {
    return switch (subject) {
      case Subject.Known known -> known.run().manifest().startedAt();
      case Subject.Unreadable _ -> Instant.MIN;
    };
  }

  /** What cannot be read has no time, and is told. */
  private static List<Path> since(InspectRuns inspect, Instant from) {
    return inspect.all().stream()
        .filter(location -> {
          try {
            RunGlance glance = inspect.glance(location);
            return glance.running() || !glance.lastEventAt().isBefore(from);
          } catch (AttractorException e) {
            return true; // the report says why
          }
        })
        .toList();
  }

  /** What a report is made of, as it is found. */
  private record Found(InspectRuns runs, RunSnapshot of, Map<String, String> environment)
      implements RunReports.Sources {
    @Override
    public StageEvidence evidence(RunSnapshot run, Attempt attempt, int iteration) {
      return runs.evidence(run.location(), attempt, iteration, LONGEST_TEXT);
    }

    @Override
    public List<RunSnapshot> parts(RunSnapshot run) {
      return runs.parts(run.location());
    }

    @Override
    public String patch(String from, String to) {
      return Redactor.of(environment, runs.secretNames(of.location()), OwnWords.of(of.source()))
          .text(runs.diff(of.manifest().repository(), from, to));
    }
  }
}
