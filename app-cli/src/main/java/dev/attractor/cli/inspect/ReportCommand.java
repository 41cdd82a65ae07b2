package dev.attractor.cli.inspect;

import dev.attractor.cli.pipelines.CompiledPipeline;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.OutputFile;
import dev.attractor.cli.terminal.RunArgument;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.domain.secret.SecretNames;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.report.RunReports;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.runfolder.StageEvidence;
import dev.attractor.ports.usecase.InspectRuns;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attractor report}. */
@Command(
    name = "report",
    description = {
      "Tells what became of a run and why that counts: the verdict and what it rests on, what was",
      "never verified, what changed, the path, time and money, every attempt, every decision."
    })
final class ReportCommand implements Callable<Integer> {
  /** Characters of each text of a stage; the page links to the rest. */
  private static final int LONGEST_TEXT = 20_000;

  enum Format {
    HTML,
    MD,
    JSON
  }

  private final Terminal terminal;

  @Mixin private RunArgument run = new RunArgument();

  @Option(
      names = "--format",
      description = "${COMPLETION-CANDIDATES}; by default as OUT is called, and md without it.")
  private @Nullable Format format;

  @Option(
      names = "-o",
      paramLabel = "OUT",
      description = "A file instead of stdout: x.html, x.md or x.json.")
  private @Nullable Path out;

  ReportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Format wanted = wanted(); // before any work
    AppComponent app = AppComponent.of(terminal);
    RunSnapshot history = app.inspectRuns().history(app.inspectRuns().find(run.text()));
    Optional<ValidPipeline> pipeline = CompiledPipeline.of(terminal, app, history.source());
    if (pipeline.isEmpty()) {
      return ExitCode.INVALID_PIPELINE.code();
    }
    String text = text(app, wanted, history, pipeline.get());
    if (out == null) {
      terminal.out().print(text);
    } else {
      new OutputFile(terminal.here(out)).write(text.getBytes(StandardCharsets.UTF_8));
      terminal.err().println("wrote " + terminal.here(out));
    }
    return terminal.tellOf(history.anyDamage()).code();
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

  private String text(
      AppComponent app, Format wanted, RunSnapshot history, ValidPipeline pipeline) {
    RunReports reports = app.runReports();
    RunReports.Sources sources =
        new Found(
            app.inspectRuns(),
            history.manifest().repository(),
            Redactor.of(terminal.host().variables(), SecretNames.USUAL));
    return switch (wanted) {
      case HTML -> reports.html(history, pipeline, sources);
      case MD -> reports.markdown(history, pipeline, sources);
      case JSON -> reports.json(history, pipeline, sources);
    };
  }

  /** What a report is made of, as it is found. */
  private record Found(InspectRuns runs, Path repository, Redactor redactor)
      implements RunReports.Sources {
    @Override
    public StageEvidence evidence(RunSnapshot run, Attempt attempt, int iteration) {
      return runs.evidence(run.location(), attempt, iteration, LONGEST_TEXT);
    }

    @Override
    public String patch(String from, String to) {
      return redactor.text(runs.diff(repository, from, to));
    }
  }
}
