package dev.attractor.domain.lint;

import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import java.util.List;
import java.util.function.BiFunction;

/** One thing that is checked about a pipeline. Pure; total over every graph the reader accepts. */
public interface LintRule {
  /** Returns the id: lower case with underscores; docs/lint has a page of that name. */
  String id();

  /** Returns what was found, with this rule's id; empty when the pipeline keeps the rule. */
  List<Diagnostic> check(Pipeline pipeline, KnownNames surroundings);

  /** Returns a rule that looks at the pipeline alone. */
  static LintRule of(String id, java.util.function.Function<Pipeline, List<Diagnostic>> check) {
    return withKnownNames(id, (pipeline, _) -> check.apply(pipeline));
  }

  /** Returns a rule that also looks at what is known outside the pipeline. */
  static LintRule withKnownNames(
      String id, BiFunction<Pipeline, KnownNames, List<Diagnostic>> check) {
    return new LintRule() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public List<Diagnostic> check(Pipeline pipeline, KnownNames surroundings) {
        return check.apply(pipeline, surroundings);
      }
    };
  }
}
