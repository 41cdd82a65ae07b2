package dev.attractor.domain.compile;

import dev.attractor.domain.pipeline.Pipeline;

/** Changes a pipeline before it is checked. Pure: the same pipeline always becomes the same. */
@FunctionalInterface
public interface Transform {
  /** Returns the changed pipeline, or the same one. */
  Pipeline apply(Pipeline pipeline);
}
