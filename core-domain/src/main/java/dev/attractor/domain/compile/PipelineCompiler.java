package dev.attractor.domain.compile;

import dev.attractor.domain.dot.DotReader;
import dev.attractor.domain.dot.Parse;
import dev.attractor.domain.lint.LintRule;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Turns a source into a pipeline that may run, or into reasons why not. */
public final class PipelineCompiler {
  private final List<LintRule> rules;

  /**
   * Makes a compiler.
   *
   * @param rules what is checked, in this order; see {@link
   *     dev.attractor.domain.lint.StandardRules}
   */
  public PipelineCompiler(List<LintRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** Compiles a pipeline. */
  public Compilation compile(PipelineSource source) {
    return switch (DotReader.read(source.text())) {
      case Parse.Refused(List<Diagnostic> diagnostics) -> new Compilation.Rejected(diagnostics);
      case Parse.Read(Pipeline read) -> {
        FileReferences.Expanded expanded = FileReferences.expand(read, source.files());
        yield lint(expanded.pipeline(), expanded.missing());
      }
    };
  }

  private Compilation lint(Pipeline pipeline, List<Diagnostic> before) {
    List<Diagnostic> findings =
        Stream.concat(
                before.stream(), rules.stream().flatMap(rule -> rule.check(pipeline).stream()))
            .sorted(Comparator.comparing(Diagnostic::position))
            .toList();
    return findings.stream().anyMatch(Diagnostic::isError)
        ? new Compilation.Rejected(findings)
        : new Compilation.Compiled(new ValidPipeline(pipeline), findings);
  }
}
