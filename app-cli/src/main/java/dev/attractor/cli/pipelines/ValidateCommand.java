package dev.attractor.cli.pipelines;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;
import static dev.attractor.cli.terminal.Arguments.options;
import static dev.attractor.cli.terminal.Arguments.parameters;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code attractor validate}. */
final class ValidateCommand implements ProgramCommand {
  private final Terminal terminal;

  private List<Path> files = new ArrayList<>();
  private boolean strict;
  private boolean all;
  private boolean json;
  private boolean sarif;
  private @Nullable Path catalog;
  private List<String> variables = new ArrayList<>();

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this, "Checks pipelines without running them; exit code 3 when one has an error.")
        .with(
            parameters(Path.class, given -> files = given, "FILE")
                .arity("1..*")
                .description("Pipelines to check."))
        .with(flag(given -> strict = given, "--strict").description("Warnings count as errors."))
        .with(
            flag(given -> all = given, "--all")
                .description("Shows remarks, too, not only errors and warnings."))
        .with(flag(given -> json = given, "--json").description("One JSON array on stdout."))
        .with(
            flag(given -> sarif = given, "--sarif")
                .description("SARIF 2.1.0 on stdout, for code scanning tools."))
        .with(
            option(Path.class, given -> catalog = given, "FILE", "--catalog")
                .description("LiteLLM's catalog of models, to check their names against."))
        .with(
            options(String.class, given -> variables = given, "NAME", "--set")
                .splitRegex(",")
                .description("Names of variables that will have values."));
  }

  @Override
  public Integer call() {
    AppComponent app = AppComponent.of(terminal);
    List<CheckedFile> checked = new ArrayList<>();
    for (Path file : files) {
      PipelineSource source = app.pipelineFiles().read(terminal.here(file));
      checked.add(
          judge(
              source,
              app.validatePipelines()
                  .validate(
                      source,
                      Set.copyOf(variables),
                      Optional.ofNullable(catalog).map(terminal::here))));
    }
    if (sarif) {
      terminal.fields().json(DiagnosticsJson.sarif(checked));
    } else if (json) {
      terminal.fields().json(DiagnosticsJson.array(checked));
    } else {
      print(checked);
    }
    boolean valid = checked.stream().allMatch(CheckedFile::valid);
    return (valid ? ExitCode.SUCCESS : ExitCode.INVALID_PIPELINE).code();
  }

  private CheckedFile judge(PipelineSource source, Compilation compilation) {
    List<Diagnostic> shown =
        compilation.diagnostics().stream()
            .filter(found -> all || found.severity() != Severity.INFO)
            .toList();
    boolean valid =
        switch (compilation) {
          case Compilation.Compiled _ ->
              !strict || shown.stream().allMatch(found -> found.severity() == Severity.INFO);
          case Compilation.Rejected _ -> false;
        };
    return new CheckedFile(source, shown, valid);
  }

  private void print(List<CheckedFile> checked) {
    for (int i = 0; i < checked.size(); i++) {
      CheckedFile file = checked.get(i);
      file.diagnostics()
          .forEach(found ->
              terminal.err().println(terminal.withoutSecrets(found.render(file.source().text()))));
      terminal.out().println((file.valid() ? "ok: " : "invalid: ") + files.get(i));
    }
  }
}
