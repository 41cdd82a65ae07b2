package dev.attractor.cli.pipelines;

import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.ports.runfolder.RunSnapshot;
import java.nio.file.Path;
import java.util.Optional;

/** Pipelines for commands that look at them without running them. */
public final class CompiledPipeline {
  private CompiledPipeline() {}

  /** Returns the pipeline of a file; empty, after saying why, when it has errors. */
  public static Optional<ValidPipeline> of(Terminal terminal, AppComponent app, Path file) {
    return of(terminal, app, app.pipelineFiles().read(terminal.here(file)));
  }

  /** Returns the pipeline of a run; empty, after saying why, when it has errors. */
  public static Optional<ValidPipeline> of(Terminal terminal, AppComponent app, RunSnapshot run) {
    return told(terminal, app.validatePipelines().ofRun(run), run.source());
  }

  /** Returns the pipeline of a text; empty, after saying why, when it has errors. */
  private static Optional<ValidPipeline> of(
      Terminal terminal, AppComponent app, PipelineSource source) {
    return told(terminal, app.validatePipelines().validate(source), source);
  }

  private static Optional<ValidPipeline> told(
      Terminal terminal, Compilation compilation, PipelineSource source) {
    return switch (compilation) {
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
