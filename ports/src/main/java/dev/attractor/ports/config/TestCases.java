package dev.attractor.ports.config;

import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.simulate.TestCase;
import java.nio.file.Path;
import java.util.List;

/** The cases that pipelines are tested with, in files. */
@FunctionalInterface
public interface TestCases {
  /** Returns where the cases of a pipeline lie: beside it, {@code p.dot.tests.yaml} of a p.dot. */
  static Path beside(Path pipeline) {
    return pipeline.resolveSibling(pipeline.getFileName() + ".tests.yaml");
  }

  /**
   * Reads the cases of a pipeline, which are written in YAML.
   *
   * @param pipeline the one that they name nodes and choices of
   * @return at least one, in the order of the file
   * @throws dev.attractor.ports.AttractorException when the file is missing or something in it is
   *     wrong; all mistakes are told, each with its place
   */
  List<TestCase> read(Path file, Pipeline pipeline);
}
