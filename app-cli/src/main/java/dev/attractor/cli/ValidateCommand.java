package dev.attractor.cli;

import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.source.Diagnostic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code attractor validate}. */
@Command(
    name = "validate",
    description = "Checks pipelines without running them; exit code 3 when one has an error.")
final class ValidateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Pipelines to check.")
  private List<Path> files = new ArrayList<>();

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    AppComponent app = terminal.app();
    boolean valid = true;
    for (Path file : files) {
      PipelineSource source =
          app.pipelineFiles().read(terminal.host().directory().resolve(file).normalize());
      Compilation compilation = app.validatePipelines().validate(source);
      for (Diagnostic diagnostic : compilation.diagnostics()) {
        terminal.err().println(diagnostic.render(source.text()));
      }
      switch (compilation) {
        case Compilation.Compiled _ -> terminal.out().println("ok: " + file);
        case Compilation.Rejected _ -> {
          terminal.out().println("invalid: " + file);
          valid = false;
        }
      }
    }
    return (valid ? ExitCode.SUCCESS : ExitCode.INVALID_PIPELINE).code();
  }
}
