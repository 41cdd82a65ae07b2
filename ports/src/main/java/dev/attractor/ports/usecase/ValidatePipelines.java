package dev.attractor.ports.usecase;

import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.ports.runfolder.RunSnapshot;
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

  /**
   * Compiles what a run has begun with. It was judged then, so it is not judged again, by rules
   * that may be newer, unless somebody has changed it since.
   */
  Compilation ofRun(RunSnapshot run);

  /** Returns what was found, without variables and catalog. */
  default Compilation validate(PipelineSource source) {
    return validate(source, Set.of(), Optional.empty());
  }
}
