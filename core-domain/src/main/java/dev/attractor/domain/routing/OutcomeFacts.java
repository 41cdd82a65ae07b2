package dev.attractor.domain.routing;

import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import java.util.Optional;

/** What an outcome says of the keys that conditions ask for; the others the context knows. */
public final class OutcomeFacts {
  private OutcomeFacts() {}

  /** Returns what is known when the whole outcome is. */
  public static Condition.Known of(Outcome outcome) {
    return name ->
        switch (name) {
          case Condition.OUTCOME -> Optional.of(outcome.status().word());
          case Condition.PREFERRED_LABEL -> Optional.of(outcome.preferredLabel());
          case Condition.FAILURE_CLASS ->
              Optional.of(outcome.failure().map(f -> f.failureClass().word()).orElse(""));
          case Condition.FAILURE_REASON ->
              Optional.of(outcome.failure().map(Failure::reason).orElse(""));
          default -> Optional.empty();
        };
  }

  /** Returns the same where the reason of a failure may be any. */
  public static Condition.Known ofAnyReason(Outcome outcome) {
    Condition.Known whole = of(outcome);
    return name ->
        name.equals(Condition.FAILURE_REASON) && outcome.status().isFailure()
            ? Optional.empty()
            : whole.value(name);
  }

  /** Returns what is known when only the outcome's word is: that a success has no failure. */
  public static Condition.Known ofWord(String word) {
    return name ->
        switch (name) {
          case Condition.OUTCOME -> Optional.of(word);
          case Condition.FAILURE_CLASS, Condition.FAILURE_REASON ->
              Status.isFailure(word) ? Optional.empty() : Optional.of("");
          default -> Optional.empty();
        };
  }
}
