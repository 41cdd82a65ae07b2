package dev.attractor.ports.runfolder;

import dev.attractor.domain.outcome.StageReport;
import java.util.List;

/** Reads the status file that a stage wrote (SEMANTICS §3). */
@FunctionalInterface
public interface StatusWatch {
  /** Where in the worktree a stage may report, beside the place that it is told. */
  List<String> PLACES = List.of("status.json", ".ai/status.json");

  /**
   * Reads the first status file written since the watch began, and removes all of them from the
   * worktree, but for what the repository has there itself.
   */
  Reading read();

  /** What was found. */
  sealed interface Reading {}

  /** No status file was written. */
  record Missing() implements Reading {}

  /** A status file was written but cannot be understood. */
  record Malformed(String path, String problem) implements Reading {}

  /** The stage reported. */
  record Found(String path, StageReport report) implements Reading {}
}
