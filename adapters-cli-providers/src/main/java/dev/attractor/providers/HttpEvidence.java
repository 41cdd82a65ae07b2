package dev.attractor.providers;

import dev.attractor.domain.outcome.FailureClass;

/** What the HTTP status of a model's API says about a failure (SEMANTICS §4). */
public final class HttpEvidence {
  private HttpEvidence() {}

  /** Returns the class; an unknown status is deterministic, so that it buys no retries. */
  public static FailureClass classOf(int status) {
    return switch (status) {
      case 408, 425, 429, 500, 502, 503, 504, 529 -> FailureClass.TRANSIENT_INFRA;
      case 402 -> FailureClass.BUDGET_EXHAUSTED;
      default -> FailureClass.DETERMINISTIC;
    };
  }

  /** Returns whether waiting cannot heal a call that was answered like this. */
  public static boolean isHopeless(int status) {
    return status >= 400 && status < 500 && classOf(status) == FailureClass.DETERMINISTIC;
  }
}
