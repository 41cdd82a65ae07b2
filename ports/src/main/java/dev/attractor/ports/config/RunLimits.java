package dev.attractor.ports.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How long things may take, and how often; empty for as long and as often as they like.
 *
 * @param stage an attempt of a stage that names no shorter limit itself
 * @param stall how long nothing may happen in a run before it is stopped
 * @param stallCheck how often that is looked at; by default four times in that time
 * @param llmRetries how often the program of an agent may repeat one call of its model before the
 *     attempt counts as failed
 */
public record RunLimits(
    Optional<Duration> stage,
    Optional<Duration> stall,
    Optional<Duration> stallCheck,
    OptionalInt llmRetries) {
  /** No limits. */
  public static final RunLimits NONE =
      new RunLimits(Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());
}
