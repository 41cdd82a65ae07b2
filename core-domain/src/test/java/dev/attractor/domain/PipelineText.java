package dev.attractor.domain;

import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.PipelineCompiler;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.dot.DotReader;
import dev.attractor.domain.dot.Parse;
import dev.attractor.domain.lint.KnownNames;
import dev.attractor.domain.lint.StandardRules;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourceText;
import java.util.List;
import java.util.Map;

/** Pipelines from texts, for tests. */
public final class PipelineText {
  private PipelineText() {}

  /** Reads a text that must be in the dialect. */
  public static Pipeline read(String text) {
    return switch (DotReader.read(new SourceText("test.dot", text))) {
      case Parse.Read(Pipeline pipeline) -> pipeline;
      case Parse.Refused(List<Diagnostic> diagnostics) ->
          throw new AssertionError("refused: " + diagnostics);
    };
  }

  /** Reads a text that must not be in the dialect. */
  public static List<Diagnostic> refuse(String text) {
    return switch (DotReader.read(new SourceText("test.dot", text))) {
      case Parse.Read(Pipeline pipeline) ->
          throw new AssertionError("accepted: " + pipeline.name());
      case Parse.Refused(List<Diagnostic> diagnostics) -> diagnostics;
    };
  }

  /** Compiles the statements of a digraph that must be valid. */
  public static ValidPipeline valid(String statements) {
    return switch (compile(statements)) {
      case Compilation.Compiled compiled -> compiled.pipeline();
      case Compilation.Rejected(List<Diagnostic> diagnostics) ->
          throw new AssertionError("rejected: " + diagnostics);
    };
  }

  /** Compiles the statements of a digraph. */
  public static Compilation compile(String statements) {
    return compile(statements, KnownNames.UNKNOWN);
  }

  /** Compiles the statements of a digraph, in these surroundings. */
  public static Compilation compile(String statements, KnownNames surroundings) {
    return new PipelineCompiler(StandardRules.all())
        .compile(
            new PipelineSource(
                new SourceText("test.dot", "digraph test {\n" + statements + "\n}"), Map.of()),
            surroundings);
  }
}
