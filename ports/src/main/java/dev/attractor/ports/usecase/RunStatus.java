package dev.attractor.ports.usecase;

import dev.attractor.domain.run.RunState;
import dev.attractor.ports.runfolder.Manifest;
import java.nio.file.Path;
import java.time.Instant;

/**
 * How a run stands.
 *
 * @param running whether a living process drives it
 * @param lastEventAt when the last fact was written
 */
public record RunStatus(
    Path location, Manifest manifest, RunState state, boolean running, Instant lastEventAt) {
  /** Returns one word: the end's, {@code running}, or {@code interrupted}. */
  public String word() {
    return state.end().map(end -> end.status()).orElse(running ? "running" : "interrupted");
  }
}
