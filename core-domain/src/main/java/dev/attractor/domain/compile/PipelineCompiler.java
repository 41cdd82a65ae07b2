package dev.attractor.domain.compile;

import dev.attractor.domain.dot.DotReader;
import dev.attractor.domain.dot.Parse;
import dev.attractor.domain.lint.KnownNames;
import dev.attractor.domain.lint.LintRule;
import dev.attractor.domain.pipeline.Attribute;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.style.Stylesheet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** Returns one that finds nothing wrong but what keeps a text from being a pipeline. */
  public PipelineCompiler withoutRules() {
    return new PipelineCompiler(List.of(), transforms);
  }

  /** Compiles a pipeline of whose surroundings nothing is known. */
  public Compilation compile(PipelineSource source) {
    return compile(source, KnownNames.UNKNOWN);
  }

  /** Compiles a pipeline. */
  public Compilation compile(PipelineSource source, KnownNames surroundings) {
    return switch (DotReader.read(source.text())) {
      case Parse.Refused(List<Diagnostic> diagnostics) -> new Compilation.Rejected(diagnostics);
      case Parse.Read(Pipeline read) -> {
        FileReferences.Expanded expanded = FileReferences.expand(read, source.files());
        Pipeline pipeline = Stylesheet.applyTo(expanded.pipeline());
        for (Transform transform : transforms) {
          pipeline = transform.apply(pipeline);
        }
        yield judge(source, ImplicitJoins.insert(pipeline), surroundings, expanded.missing());
      }
    };
  }

  /** Compiles the parts, then judges the whole. */
  private Compilation judge(
      PipelineSource source,
      ImplicitJoins.Joined joined,
      KnownNames surroundings,
      List<Diagnostic> before) {
    Pipeline pipeline = joined.pipeline();
    List<Diagnostic> findings = new ArrayList<>(before);
    Map<NodeId, ValidPipeline.Part> parts = new LinkedHashMap<>();
    for (Node node : pipeline.nodes()) {
      FileReferences.partOf(pipeline, node)
          .ifPresent(path -> {
            PipelineSource part = source.parts().get(path.value());
            if (part == null) {
              findings.add(FileReferences.missing(path));
              return;
            }
            switch (compile(part, surroundings)) {
              case Compilation.Compiled compiled ->
                  parts.put(node.id(), new ValidPipeline.Part(part, compiled.pipeline()));
              case Compilation.Rejected(List<Diagnostic> diagnostics) ->
                  findings.add(partHasErrors(path, diagnostics));
            }
          });
    }
    KnownNames known = surroundings.withIdsInParts(ValidPipeline.idsIn(parts));
    rules.forEach(rule -> findings.addAll(rule.check(pipeline, known)));
    findings.sort(Comparator.comparing(Diagnostic::position));
    return findings.stream().anyMatch(Diagnostic::isError)
        ? new Compilation.Rejected(findings)
        : new Compilation.Compiled(new ValidPipeline(pipeline, parts, joined.implicit()), findings);
  }

  private static Diagnostic partHasErrors(Attribute path, List<Diagnostic> diagnostics) {
    Diagnostic first = diagnostics.stream().filter(Diagnostic::isError).findFirst().orElseThrow();
    return Diagnostic.error(
        "part_has_errors",
        path.position(),
        "the pipeline %s has errors, the first at %s: %s"
            .formatted(path.value(), first.position(), first.message()),
        "see them all with: attractor validate " + path.value());
  }
}
