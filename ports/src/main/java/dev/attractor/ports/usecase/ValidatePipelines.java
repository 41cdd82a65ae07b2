package dev.attractor.ports.usecase;

import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.PipelineSource;

/** Checks pipelines without running them. */
@FunctionalInterface
public interface ValidatePipelines {
  /** Returns what was found. */
  Compilation validate(PipelineSource source);
}
