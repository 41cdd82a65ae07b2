package dev.attractor.domain.agent;

import java.math.BigDecimal;

/**
 * What an agent used up.
 *
 * @param inputTokens tokens read, those from a cache included; at least 0
 * @param outputTokens tokens written, reasoning included; at least 0
 * @param costUsd what the provider says it cost in US dollars; 0 when it does not say
 */
public record Usage(long inputTokens, long outputTokens, BigDecimal costUsd) {
  /** Nothing used, or nothing known. */
  public static final Usage NONE = new Usage(0, 0, BigDecimal.ZERO);

  public Usage {
    if (inputTokens < 0 || outputTokens < 0 || costUsd.signum() < 0) {
      throw new IllegalArgumentException(
          "usage is never negative: %d, %d, %s".formatted(inputTokens, outputTokens, costUsd));
    }
  }

  /** Returns the sum of both. */
  public Usage plus(Usage other) {
    return new Usage(
        inputTokens + other.inputTokens,
        outputTokens + other.outputTokens,
        costUsd.add(other.costUsd));
  }
}
