package dev.attractor.ports.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How long things may take; empty for as long as they like.
 *
 * @param stage an attempt of a stage that names no shorter limit itself
 * @param stall how long nothing may happen in a run before it is stopped
 */
public record RunLimits(Optional<Duration> stage, Optional<Duration> stall) {
  /** No limits. */
  public static final RunLimits NONE = new RunLimits(Optional.empty(), Optional.empty());
}
