package dev.attractor.ports.usecase;

import dev.attractor.domain.run.RunId;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourceText;
import dev.attractor.ports.config.SetupConfig;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.PreflightReport;
import java.nio.file.Path;
import java.util.List;

/** Watches a run. What it does or throws does not reach the run's state. */
public interface RunObserver {
  /** Warnings about a pipeline that may run. */
  default void compiled(SourceText source, List<Diagnostic> warnings) {}

  /** The checks are done. */
  default void preflight(PreflightReport report) {}

  /** The run exists. */
  default void opened(Path location, Manifest manifest) {}

  /** A fact was written down. */
  default void happened(JournalEntry entry) {}

  /** Something went wrong that is not part of the run. May be said by any thread. */
  default void warned(String message) {}

  /** The setup of a work tree begins. Nothing else happens there before it ends. */
  default void preparing(SetupConfig setup) {}

  /**
   * Returns who watches a run inside this one: a branch of a fan-out, whose facts come from another
   * thread, or a stage that is a pipeline.
   *
   * @param name the branch or the stage
   * @param runId of the run inside
   */
  default RunObserver inner(String name, RunId runId) {
    return new RunObserver() {};
  }
}
