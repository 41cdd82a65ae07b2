package dev.attractor.domain.outcome;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a stage failed.
 *
 * @param failureClass whether trying again can help
 * @param reason what people read; never blank
 * @param evidence what the class was derived from (status code, event, exit code), or empty
 * @param signature the reporter's own signature, or empty for {@link FailureSignature#of}
 */
public record Failure(FailureClass failureClass, String reason, String evidence, String signature) {
  /** The reason of a failure that came without one (SEMANTICS §3). */
  public static final String NO_REASON = "no failure reason given";

  public Failure {
    requireNonNull(failureClass, "failureClass is null");
    requireNonNull(evidence, "evidence is null");
    requireNonNull(signature, "signature is null");
    reason = reason.isBlank() ? NO_REASON : reason.strip();
  }

  /** Makes a failure without evidence or a signature of its own. */
  public static Failure of(FailureClass failureClass, String reason) {
    return new Failure(failureClass, reason, "", "");
  }

  /** Makes a failure with the evidence its class was derived from. */
  public static Failure of(FailureClass failureClass, String reason, String evidence) {
    return new Failure(failureClass, reason, evidence, "");
  }

  /**
   * Makes a failure whose class nobody knows: the words of the reason decide, else it is
   * deterministic (SEMANTICS §4).
   */
  public static Failure unclassified(String reason, String evidence) {
    return of(ReasonTable.classOf(reason).orElse(FailureClass.DETERMINISTIC), reason, evidence);
  }

  /**
   * Returns whether a rate limit or an overloaded provider is the cause, so that a new attempt
   * needs a long pause (SEMANTICS §5): HTTP 429, 503 or 529, or words that say so.
   */
  public boolean isRateLimit() {
    return ReasonTable.tellsOfRateLimit(evidence) || ReasonTable.tellsOfRateLimit(reason);
  }

  /**
   * Returns how long its provider asks to wait before another attempt (SEMANTICS §5); at most six
   * hours, empty when evidence and reason say nothing about it.
   */
  public Optional<Duration> retryAfter() {
    return Stream.of(evidence, reason)
        .flatMap(text -> RetryAfter.in(text).stream())
        .max(Comparator.naturalOrder());
  }

  /** Returns this failure with a reason that says more: what happened, then why. */
  public Failure told(String what) {
    return new Failure(failureClass, what + ": " + reason, evidence, signature);
  }

  /** Returns this failure with another signature of its own. */
  public Failure withSignature(String other) {
    return new Failure(failureClass, reason, evidence, other);
  }
}
