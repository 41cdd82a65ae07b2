package dev.attractor.domain.agent;

import java.math.BigDecimal;

/**
 * What an agent used up.
 *
 * @param inputTokens tokens read, those from a cache included; at least 0
 * @param cachedInputTokens those of them that came from a cache
 * @param outputTokens tokens written, reasoning included; at least 0
 * @param costUsd what the provider says it cost in US dollars; 0 when nobody says
 */
public record Usage(
    long inputTokens, long cachedInputTokens, long outputTokens, BigDecimal costUsd) {
  /** Nothing used, or nothing known. */
  public static final Usage NONE = new Usage(0, 0, 0, BigDecimal.ZERO);

  public Usage {
    if (cachedInputTokens < 0
        || inputTokens < cachedInputTokens
        || outputTokens < 0
        || costUsd.signum() < 0) {
      throw new IllegalArgumentException(
          "usage is never negative, nor more cached than read: %d, %d, %d, %s"
              .formatted(inputTokens, cachedInputTokens, outputTokens, costUsd));
    }
  }

  /** Returns the same use at this cost. */
  public Usage withCost(BigDecimal usd) {
    return new Usage(inputTokens, cachedInputTokens, outputTokens, usd);
  }

  /** Returns the sum of both. */
  public Usage plus(Usage other) {
    return new Usage(
        inputTokens + other.inputTokens,
        cachedInputTokens + other.cachedInputTokens,
        outputTokens + other.outputTokens,
        costUsd.add(other.costUsd));
  }
}
