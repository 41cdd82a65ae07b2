package dev.attractor.cli.pipelines;

import dev.attractor.cli.terminal.ExitCode;
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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attractor validate}. */
@Command(description = "Checks pipelines without running them; exit code 3 when one has an error.")
final class ValidateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Pipelines to check.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--strict", description = "Warnings count as errors.")
  private boolean strict;

  @Option(names = "--all", description = "Shows remarks, too, not only errors and warnings.")
  private boolean all;

  @Option(names = "--json", description = "One JSON array on stdout.")
  private boolean json;

  @Option(names = "--sarif", description = "SARIF 2.1.0 on stdout, for code scanning tools.")
  private boolean sarif;

  @Option(
      names = "--catalog",
      paramLabel = "FILE",
      description = "LiteLLM's catalog of models, to check their names against.")
  private @Nullable Path catalog;

  @Option(
      names = "--set",
      paramLabel = "NAME",
      split = ",",
      description = "Names of variables that will have values.")
  private List<String> variables = new ArrayList<>();

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
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
