package dev.attractor.domain.agent;

import java.math.BigDecimal;

/**
 * What an agent used up.
 *
 * @param inputTokens tokens read, those from a cache included; at least 0
 * @param cachedInputTokens those of them that came from a cache
 * @param outputTokens tokens written, reasoning included; at least 0
 * @param costUsd what the provider says it cost in US dollars, 10^15 with 50 decimals at most; 0
 *     when nobody says
 */
public record Usage(
    long inputTokens, long cachedInputTokens, long outputTokens, BigDecimal costUsd) {
  /** Nobody pays more, and a sum beyond it could not be written out. */
  private static final BigDecimal MOST = new BigDecimal("1E15");

  private static final int DECIMALS = 50;

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
    if (costUsd.compareTo(MOST) > 0 || costUsd.scale() > DECIMALS) {
      throw new IllegalArgumentException("'%s' is no cost of anything".formatted(costUsd));
    }
  }

  /** Returns the same use at this cost. */
  public Usage withCost(BigDecimal usd) {
    return new Usage(inputTokens, cachedInputTokens, outputTokens, usd);
  }

  /** Returns the sum of both; what would be too much to count stays at the most there can be. */
  public Usage plus(Usage other) {
    return new Usage(
        sum(inputTokens, other.inputTokens),
        sum(cachedInputTokens, other.cachedInputTokens),
        sum(outputTokens, other.outputTokens),
        costUsd.add(other.costUsd).min(MOST));
  }

  private static long sum(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }
}
