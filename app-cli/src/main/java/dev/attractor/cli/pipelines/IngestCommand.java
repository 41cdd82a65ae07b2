package dev.attractor.cli.pipelines;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;
import static dev.attractor.cli.terminal.Arguments.parameter;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.ProgressPrinter;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.source.Severity;
import dev.attractor.domain.source.SourceText;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.usecase.IngestPipelines;
import dev.attractor.ports.usecase.IngestRequest;
import dev.attractor.ports.usecase.IngestResult;
import dev.attractor.ports.usecase.PipelineDraft;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@code attractor ingest}. */
final class IngestCommand implements ProgramCommand {
  private static final List<String> PAGES =
      List.of("guide/pipelines.md", "guide/attributes.md", "guide/lint/README.md");

  private static final String UNFINISHED = ".unfinished";

  /** More than a person keeps. */
  private static final int MANY = 999;

  private final Terminal terminal;

  private String wish = "";
  private Path out = Path.of("pipeline.dot");
  private @Nullable String provider;
  private String model = "";
  private @Nullable Path config;
  private boolean json;

  IngestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Has an installed agent write a pipeline from what you want, and mend what",
            "validate, check and simulate find in it, at most three times in all.",
            "No file is ever overwritten. What still has errors is kept under a name that",
            "says so; then the exit code is 3, and 1 when there is no pipeline.")
        .with(
            parameter(String.class, given -> wish = given, "WISH")
                .arity("1")
                .description("What the pipeline is for, in your own words."))
        .with(
            option(Path.class, given -> out = given, "FILE", "-o")
                .description("Where it is written; by default pipeline.dot."))
        .with(
            option(String.class, given -> provider = given, "NAME", "--provider")
                .description("Whose agent writes it; by default the one that a run would choose."))
        .with(
            option(String.class, given -> model = given, "NAME", "--model")
                .description("Which model it asks; by default the agent's own choice."))
        .with(
            option(Path.class, given -> config = given, "FILE", "--config")
                .description("Run configuration, YAML or JSON."))
        .with(flag(given -> json = given, "--json").description("One JSON object on stdout."));
  }

  @Override
  public Integer call() {
    if (wish.isBlank()) {
      throw AttractorException.usage(
          "nothing is wanted", "attractor ingest \"what the pipeline is for\"");
    }
    NewFile file = new NewFile(terminal, out);
    if (file.isThere()) {
      throw file.taken("name another file with -o FILE"); // before it costs anything
    }
    if (!file.hasFolder()) {
      throw file.noFolder();
    }
    new NewFile(terminal, beside(UNFINISHED, MANY)).tryOut(); // the longest name of all
    AppComponent app = AppComponent.of(terminal);
    IngestRequest request =
        new IngestRequest(
            wish,
            terminal.host().directory(),
            Optional.ofNullable(provider),
            model,
            Optional.ofNullable(config)
                .map(one -> app.runConfigSource().read(terminal.here(one), app.configNames()))
                .orElse(RunConfig.DEFAULT),
            new IngestRequest.Guide(
                PAGES.stream().map(Shipped::text).toList(),
                List.of(Template.REVIEW.text(), Template.UNITS.text())));
    return tell(app.ingestPipelines().ingest(request, new Progress(), terminal.cancellation()))
        .code();
  }

  private ExitCode tell(IngestResult result) {
    return switch (result) {
      case IngestResult.NotReady _ -> {
        sayJson(Map.of("failure_reason", "a preflight check failed"));
        terminal.complain(
            "no agent was asked: a preflight check failed",
            "see above; attractor doctor looks at the whole machine, --provider names another one");
        yield ExitCode.PREFLIGHT_FAILED;
      }
      case IngestResult.Nothing nothing -> {
        String reason = reasonOf(nothing);
        sayJson(
            Map.of("agent", nothing.agent(), "rounds", nothing.rounds(), "failure_reason", reason));
        terminal.complain(
            "%s wrote no pipeline: %s".formatted(nothing.agent(), reason), hint(nothing.failure()));
        yield codeOf(nothing.failure()).orElse(ExitCode.RUN_FAILED);
      }
      case IngestResult.Written written -> tell(written);
    };
  }

  private static String hint(Optional<Failure> failure) {
    if (failure.isEmpty()) {
      return "say more of what you want, or begin with attractor init";
    }
    return codeOf(failure).isPresent()
        ? ""
        : "see that key, model and credit are right; attractor doctor looks at the machine";
  }

  private static String reasonOf(IngestResult.Nothing nothing) {
    String said = ProgressPrinter.inOneLine(nothing.lastWords());
    return nothing
        .failure()
        .map(Failure::reason)
        .orElse(said.isEmpty() ? "it said nothing" : "its last words were: " + said);
  }

  /** Tells a program of a pipeline that there is not. */
  private void sayJson(Map<String, Object> why) {
    if (json) {
      Map<String, Object> fields = new TreeMap<>(why);
      fields.put("ok", false);
      fields.put("findings", List.of());
      terminal.fields().json(fields);
    }
  }

  /** What was canceled is not over, whatever there is of it. */
  private static Optional<ExitCode> codeOf(Optional<Failure> failure) {
    return failure
        .filter(one -> one.failureClass() == FailureClass.CANCELED)
        .map(_ -> ExitCode.CANCELED);
  }

  private ExitCode tell(IngestResult.Written written) {
    PipelineDraft draft = written.draft();
    Optional<ExitCode> canceled = codeOf(written.failure());
    boolean isGood = !draft.hasErrors() && canceled.isEmpty();
    Path kept = kept(draft.text(), isGood);
    if (json) {
      terminal.fields().json(fields(written, kept));
    } else {
      terminal.out().println((isGood ? "written: " : "unfinished: ") + kept);
    }
    SourceText source = new SourceText(kept.toString(), draft.text());
    draft.findings().stream()
        .filter(found -> found.severity() != Severity.INFO)
        .forEach(found -> terminal.err().println(terminal.withoutSecrets(found.render(source))));
    written
        .failure()
        .ifPresent(failure ->
            terminal
                .err()
                .printf(
                    "warning: %s was at work on it and failed: %s%n",
                    written.agent(), terminal.withoutSecrets(failure.reason())));
    if (isGood) {
      tellWhatIsNext(kept);
      return ExitCode.SUCCESS;
    }
    terminal.complain(
        "%s is unfinished: %s left after %s"
            .formatted(kept, amount(draft.count(Severity.ERROR), "error"), rounds(written)),
        "mend it by hand, look with attractor validate %s, or ask again".formatted(kept));
    return canceled.orElse(ExitCode.INVALID_PIPELINE);
  }

  private static String rounds(IngestResult.Written written) {
    return amount(written.rounds(), "round");
  }

  private static String amount(int number, String what) {
    return "%d %s%s".formatted(number, what, number == 1 ? "" : "s");
  }

  /** Writes what has cost so much; where that cannot be, it is shown at least. */
  private Path kept(String text, boolean isGood) {
    try {
      return isGood ? keep(text) : keepBeside(UNFINISHED, text);
    } catch (AttractorException e) {
      terminal.err().println(terminal.withoutSecrets(text));
      throw e;
    }
  }

  /** Somebody may have written the file meanwhile: then there is a name beside it. */
  private Path keep(String text) {
    return new NewFile(terminal, out).write(text) ? out : keepBeside("", text);
  }

  /** Writes the text under the first name that is free. */
  private Path keepBeside(String mark, String text) {
    return IntStream.iterate(1, n -> n + 1)
        .mapToObj(n -> beside(mark, n))
        .filter(path -> !path.equals(out))
        .filter(path -> new NewFile(terminal, path).write(text))
        .findFirst()
        .orElseThrow();
  }

  private Path beside(String mark, int number) {
    String name = String.valueOf(out.getFileName());
    String stem = name.endsWith(".dot") ? name.substring(0, name.length() - 4) : name;
    return out.resolveSibling(stem + mark + (number == 1 ? "" : "-" + number) + ".dot");
  }

  private static Map<String, Object> fields(IngestResult.Written written, Path kept) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ok", !written.draft().hasErrors() && codeOf(written.failure()).isEmpty());
    fields.put("file", kept.toString());
    fields.put("agent", written.agent());
    fields.put("rounds", written.rounds());
    written.failure().ifPresent(failure -> fields.put("failure_reason", failure.reason()));
    fields.put("findings", DiagnosticsJson.entries(written.draft().findings()));
    return fields;
  }

  private void tellWhatIsNext(Path file) {
    PrintWriter err = terminal.err();
    err.println("Read it: an agent wrote it. Then:");
    err.printf("  attractor graph %s -o pipeline.svg%n", file);
    err.printf("  attractor simulate %s%n", file);
    err.println("and, since a run begins with what is committed:");
    err.printf("  git add %1$s && git commit -m 'Add %1$s'%n", file);
    err.printf("  attractor run %s%n", file);
  }

  /** Tells people how it goes. */
  private final class Progress implements IngestPipelines.Observer {
    private final ProgressPrinter lines = new ProgressPrinter(terminal, false);

    @Override
    public void preflight(PreflightReport report) {
      lines.preflight(report);
    }

    @Override
    public void warned(String message) {
      lines.warned(message);
    }

    @Override
    public void asked(int round, String agent) {
      say("round %d of at most %d: %s writes".formatted(round, IngestPipelines.ROUNDS, agent));
    }

    @Override
    public void judged(int round, PipelineDraft draft) {
      say(
          draft.isClean()
              ? "  nothing was found"
              : "  found: %s, %s"
                  .formatted(
                      amount(draft.count(Severity.ERROR), "error"),
                      amount(draft.count(Severity.WARNING), "warning")));
    }

    private void say(String line) {
      terminal.err().println(line);
      terminal.err().flush();
    }
  }
}
