package dev.attractor.domain.retry;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import java.util.Locale;
import java.util.Optional;

/** Decides whether an attempt is repeated (SEMANTICS §5). The only place that knows this rule. */
public final class RetryGate {
  private RetryGate() {}

  /** What becomes of an attempt. */
  public sealed interface Verdict {}

  /** The attempt did not fail; it ends the visit. */
  public record Accept() implements Verdict {}

  /** The attempt failed and is repeated after a pause. */
  public record Repeat(Failure failure) implements Verdict {}

  /** The attempt failed and ends the visit, for this reason. */
  public record Blocked(Failure failure, Reason reason) implements Verdict {}

  /** Why a failed attempt is not repeated. */
  public enum Reason {
    /** The failure would come again: its class is not one that a new attempt can heal. */
    FAILURE_CLASS,
    /** All additional attempts are used up. */
    BUDGET_SPENT,
    /** Nodes of this kind have one attempt per visit. */
    ONCE_PER_VISIT;

    /** Returns the lower-case word used in the journal. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Judges an attempt.
   *
   * @param attempt from 1
   */
  public static Verdict judge(RetryPolicy policy, int attempt, Outcome outcome) {
    return outcome
        .failure()
        .<Verdict>map(failure ->
            blocker(policy, attempt, failure)
                .<Verdict>map(reason -> new Blocked(failure, reason))
                .orElseGet(() -> new Repeat(failure)))
        .orElseGet(Accept::new);
  }

  /**
   * Returns what an attempt counts as: {@code partial_success} when it failed, the budget is spent
   * and {@code allow_partial} is set; else what it reported.
   *
   * @param attempt from 1
   */
  public static Outcome settle(RetryPolicy policy, int attempt, Outcome outcome) {
    if (judge(policy, attempt, outcome) instanceof Blocked(Failure failure, Reason reason)
        && reason == Reason.BUDGET_SPENT
        && policy.allowPartial()) {
      return new Outcome(
          Status.Passed.PARTIAL_SUCCESS,
          outcome.preferredLabel(),
          outcome.suggestedNextIds(),
          outcome.contextUpdates(),
          "accepted as partial success after %d attempts (allow_partial): %s"
              .formatted(attempt, failure.reason()));
    }
    return outcome;
  }

  private static Optional<Reason> blocker(RetryPolicy policy, int attempt, Failure failure) {
    if (policy.oncePerVisit()) {
      return Optional.of(Reason.ONCE_PER_VISIT);
    }
    FailureClass failureClass = failure.failureClass();
    boolean canHeal =
        failureClass.retryable()
            || (policy.retriesAnyFailure() && failureClass != FailureClass.CANCELED);
    if (!canHeal) {
      return Optional.of(Reason.FAILURE_CLASS);
    }
    return attempt > policy.maxRetries() ? Optional.of(Reason.BUDGET_SPENT) : Optional.empty();
  }
}
