package dev.attractor.cli.pipelines;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.parameters;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.dot.DotFormatter;
import dev.attractor.domain.dot.DotReader;
import dev.attractor.domain.dot.Parse;
import dev.attractor.domain.source.SourceText;
import dev.attractor.ports.AttractorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** {@code attractor fmt}. */
final class FmtCommand implements ProgramCommand {
  private final Terminal terminal;

  private List<Path> files = new ArrayList<>();
  private boolean check;

  FmtCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Lays pipelines out in the one usual way, in place.",
            "Comments, order and strings stay as they are.")
        .with(
            parameters(Path.class, given -> files = given, "FILE")
                .arity("1..*")
                .description("Pipelines to lay out."))
        .with(
            flag(given -> check = given, "--check")
                .description("Changes nothing; exit code 1 when a file would change."));
  }

  @Override
  public Integer call() {
    AppComponent app = AppComponent.of(terminal);
    ExitCode code = ExitCode.SUCCESS;
    for (Path file : files) {
      SourceText source = app.pipelineFiles().read(terminal.here(file)).text();
      if (DotReader.read(source) instanceof Parse.Refused refused) {
        refused
            .diagnostics()
            .forEach(
                found -> terminal.err().println(terminal.withoutSecrets(found.render(source))));
        code = ExitCode.INVALID_PIPELINE;
        continue;
      }
      String formatted = DotFormatter.format(source);
      if (formatted.equals(source.text())) {
        continue;
      }
      terminal.out().println((check ? "would change: " : "changed: ") + file);
      if (check) {
        code = code == ExitCode.SUCCESS ? ExitCode.RUN_FAILED : code;
      } else {
        replace(terminal.here(file), formatted);
      }
    }
    return code.code();
  }

  private static void replace(Path file, String content) {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.writeString(temporary, content);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw AttractorException.usage(
          "cannot write %s: %s".formatted(file, e.getMessage()), "check its rights");
    }
  }
}
