package dev.attractor.domain.compile;

import dev.attractor.domain.dot.DotReader;
import dev.attractor.domain.dot.Parse;
import dev.attractor.domain.lint.LintRule;
import dev.attractor.domain.lint.Surroundings;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.style.Stylesheet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Turns a source into a pipeline that may run, or into reasons why not. */
public final class PipelineCompiler {
  private final List<LintRule> rules;
  private final List<Transform> transforms;

  /**
   * Makes a compiler.
   *
   * @param rules what is checked, in this order; see {@link
   *     dev.attractor.domain.lint.StandardRules}
   * @param transforms what is changed before, after file references and the stylesheet
   */
  public PipelineCompiler(List<LintRule> rules, List<Transform> transforms) {
    this.rules = List.copyOf(rules);
    this.transforms = List.copyOf(transforms);
  }

  /** Makes a compiler without transforms of its own. */
  public PipelineCompiler(List<LintRule> rules) {
    this(rules, List.of());
  }

  /** Compiles a pipeline of whose surroundings nothing is known. */
  public Compilation compile(PipelineSource source) {
    return compile(source, Surroundings.UNKNOWN);
  }

  /** Compiles a pipeline. */
  public Compilation compile(PipelineSource source, Surroundings surroundings) {
    return switch (DotReader.read(source.text())) {
      case Parse.Refused(List<Diagnostic> diagnostics) -> new Compilation.Rejected(diagnostics);
      case Parse.Read(Pipeline read) -> {
        FileReferences.Expanded expanded = FileReferences.expand(read, source.files());
        Pipeline pipeline = Stylesheet.applyTo(expanded.pipeline());
        for (Transform transform : transforms) {
          pipeline = transform.apply(pipeline);
        }
        yield lint(pipeline, surroundings, expanded.missing());
      }
    };
  }

  private Compilation lint(Pipeline pipeline, Surroundings surroundings, List<Diagnostic> before) {
    List<Diagnostic> findings =
        Stream.concat(
                before.stream(),
                rules.stream().flatMap(rule -> rule.check(pipeline, surroundings).stream()))
            .sorted(Comparator.comparing(Diagnostic::position))
            .toList();
    return findings.stream().anyMatch(Diagnostic::isError)
        ? new Compilation.Rejected(findings)
        : new Compilation.Compiled(new ValidPipeline(pipeline), findings);
  }
}
