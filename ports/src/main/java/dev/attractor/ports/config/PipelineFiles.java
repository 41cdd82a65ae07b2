package dev.attractor.ports.config;

import dev.attractor.domain.compile.PipelineSource;
import java.nio.file.Path;

/** Reads pipelines from files. */
public interface PipelineFiles {
  /**
   * Reads a pipeline and the files it refers to, whose paths are seen from its folder. A file that
   * cannot be read is left out; the compiler then points at the place that refers to it.
   *
   * @throws dev.attractor.ports.AttractorException when the pipeline itself cannot be read
   */
  PipelineSource read(Path file);
}
