package dev.attractor.engine.plugins;

import dev.attractor.domain.compile.Transform;
import dev.attractor.domain.lint.LintRule;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.Severity;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.spi.graph.GraphFinding;
import dev.attractor.ports.spi.graph.GraphRule;
import dev.attractor.ports.spi.graph.GraphTransform;
import java.util.List;
import java.util.function.Supplier;

/**
 * Rules and transforms of plugins as those of the compiler. One that throws has a defect: no
 * pipeline is judged without it, since nobody would know what it would have found.
 */
public final class PluginRules {
  private PluginRules() {}

  /** Returns a plugin's rule as one of the linter's. */
  public static LintRule rule(GraphRule rule) {
    String id = rule.id();
    return LintRule.of(
        id,
        pipeline -> {
          GraphView view = new GraphView(pipeline);
          return guarded(
              "lint rule",
              id,
              () ->
                  rule.check(view.graph()).stream()
                      .map(finding -> diagnostic(id, view, finding))
                      .toList());
        });
  }

  private static Diagnostic diagnostic(String id, GraphView view, GraphFinding finding) {
    return new Diagnostic(
        id,
        switch (finding.severity()) {
          case ERROR -> Severity.ERROR;
          case WARNING -> Severity.WARNING;
          case INFO -> Severity.INFO;
        },
        finding.message(),
        view.positionOf(finding.about()),
        finding.hint());
  }

  /** Returns a plugin's transform as one of the compiler's. */
  public static Transform transform(GraphTransform transform) {
    String name = transform.name();
    return pipeline -> guarded("transform", name, () -> changed(pipeline, transform));
  }

  private static Pipeline changed(Pipeline pipeline, GraphTransform transform) {
    GraphView view = new GraphView(pipeline);
    return view.changedTo(transform.apply(view.graph()));
  }

  private static <T> T guarded(String kind, String name, Supplier<T> work) {
    try {
      return work.get();
    } catch (Throwable e) {
      if (!PluginDefect.isOne(e)) {
        throw e;
      }
      throw AttractorException.machine(
          "the %s %s of a plugin has a defect: %s".formatted(kind, name, e),
          "tell its author, or remove the plugin; attractor plugins lists them",
          e);
    }
  }

  /** Returns all rules of a list. */
  public static List<LintRule> rules(List<GraphRule> rules) {
    return rules.stream().map(PluginRules::rule).toList();
  }

  /** Returns all transforms of a list. */
  public static List<Transform> transforms(List<GraphTransform> transforms) {
    return transforms.stream().map(PluginRules::transform).toList();
  }
}
