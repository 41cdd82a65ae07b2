package dev.attractor.cli.pipelines;

import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.compile.ValidPipeline;
import java.nio.file.Path;
import java.util.Optional;

/** Pipelines for commands that look at them without running them. */
public final class CompiledPipeline {
  private CompiledPipeline() {}

  /** Returns the pipeline of a file; empty, after saying why, when it has errors. */
  public static Optional<ValidPipeline> of(Terminal terminal, AppComponent app, Path file) {
    return of(terminal, app, app.pipelineFiles().read(terminal.here(file)));
  }

  /** Returns the pipeline of a text; empty, after saying why, when it has errors. */
  public static Optional<ValidPipeline> of(
      Terminal terminal, AppComponent app, PipelineSource source) {
    return switch (app.validatePipelines().validate(source)) {
      case Compilation.Compiled compiled -> Optional.of(compiled.pipeline());
      case Compilation.Rejected rejected -> {
        rejected.diagnostics().stream()
            .filter(found -> found.isError())
            .forEach(found ->
                terminal.err().println(terminal.withoutSecrets(found.render(source.text()))));
        yield Optional.empty();
      }
    };
  }
}
