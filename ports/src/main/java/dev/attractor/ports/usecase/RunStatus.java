package dev.attractor.ports.usecase;

import dev.attractor.domain.run.RunState;
import dev.attractor.ports.runfolder.Manifest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * How a run stands.
 *
 * @param running whether a living process drives it
 * @param lastEventAt when the last fact was written
 * @param branches how the branches of its fan-outs stand that have begun
 */
public record RunStatus(
    Path location,
    Manifest manifest,
    RunState state,
    boolean running,
    Instant lastEventAt,
    List<RunStatus> branches) {
  public RunStatus {
    branches = List.copyOf(branches);
  }

  /** Returns one word: the end's, {@code running}, or {@code interrupted}. */
  public String word() {
    return state.end().map(end -> end.status()).orElse(running ? "running" : "interrupted");
  }
}
