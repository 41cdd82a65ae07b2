package dev.attractor.ports.usecase;

import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.PipelineSource;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Checks pipelines without running them. */
public interface ValidatePipelines {
  /**
   * Returns what was found.
   *
   * @param variables names that will have values
   * @param catalog a catalog of models to check names against
   */
  Compilation validate(PipelineSource source, Set<String> variables, Optional<Path> catalog);

  /** Returns what was found, without variables and catalog. */
  default Compilation validate(PipelineSource source) {
    return validate(source, Set.of(), Optional.empty());
  }
}
