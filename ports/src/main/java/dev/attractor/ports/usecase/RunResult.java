package dev.attractor.ports.usecase;

import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourceText;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.PreflightReport;
import java.nio.file.Path;
import java.util.List;

/** What came of a request to run. */
public sealed interface RunResult {
  /** The pipeline has errors; nothing was made. */
  record Invalid(SourceText source, List<Diagnostic> diagnostics) implements RunResult {}

  /** A check failed; nothing but its report was made, and a run to go on with is as it was. */
  record NotReady(PreflightReport report, Path location) implements RunResult {}

  /** All checks passed, and nothing more was asked for; nothing but their report was made. */
  record Ready(PreflightReport report, Path location) implements RunResult {}

  /** The run ended. */
  record Finished(Path location, Manifest manifest, String finalCommit, RunEnd end)
      implements RunResult {}
}
