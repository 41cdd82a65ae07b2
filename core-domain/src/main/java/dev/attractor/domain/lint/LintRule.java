package dev.attractor.domain.lint;

import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import java.util.List;

/** One thing that is checked about a pipeline. Pure; total over every graph the reader accepts. */
@FunctionalInterface
public interface LintRule {
  /** Returns what was found; empty when the pipeline keeps the rule. */
  List<Diagnostic> check(Pipeline pipeline);
}
