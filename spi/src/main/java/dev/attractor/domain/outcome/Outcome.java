package dev.attractor.domain.outcome;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a stage reported (SEMANTICS §3).
 *
 * @param status the word it ended with, with the failure if there was one
 * @param preferredLabel the label of the edge the stage would like to take, or empty
 * @param suggestedNextIds nodes the stage would like to go to, best first
 * @param contextUpdates values for the run's context; nested objects come as dotted keys
 * @param notes what people may want to read, or empty
 */
public record Outcome(
    Status status,
    String preferredLabel,
    List<String> suggestedNextIds,
    Map<String, String> contextUpdates,
    String notes) {
  public Outcome {
    requireNonNull(status, "status is null");
    requireNonNull(preferredLabel, "preferredLabel is null");
    requireNonNull(notes, "notes is null");
    suggestedNextIds = List.copyOf(suggestedNextIds);
    contextUpdates = Collections.unmodifiableMap(new LinkedHashMap<>(contextUpdates));
    contextUpdates.forEach(
        (key, value) -> requireNonNull(value, "the context update is null: " + key));
  }

  /** Returns an outcome that says nothing but its status. */
  public static Outcome of(Status status) {
    return new Outcome(status, "", List.of(), Map.of(), "");
  }

  /** Returns a plain success. */
  public static Outcome success() {
    return of(Status.Passed.SUCCESS);
  }

  /** Returns a failure. */
  public static Outcome fail(Failure failure) {
    return of(new Status.Fail(failure));
  }

  /** Returns a failure without evidence. */
  public static Outcome fail(FailureClass failureClass, String reason) {
    return fail(Failure.of(failureClass, reason));
  }

  /** Returns the failure; empty unless the status is {@code fail} or {@code retry}. */
  public Optional<Failure> failure() {
    return switch (status) {
      case Status.Fail(Failure failure) -> Optional.of(failure);
      case Status.Retry(Failure failure) -> Optional.of(failure);
      case Status.Passed _, Status.Verdict _ -> Optional.empty();
    };
  }

  /** Returns whether it failed because somebody asked for the end. */
  public boolean isCanceled() {
    return failure().filter(f -> f.failureClass() == FailureClass.CANCELED).isPresent();
  }

  /** Returns this outcome with another failure; one that did not fail stays as it is. */
  public Outcome withFailure(Failure other) {
    return switch (status) {
      case Status.Fail _ -> withStatus(new Status.Fail(other));
      case Status.Retry _ -> withStatus(new Status.Retry(other));
      case Status.Passed _, Status.Verdict _ -> this;
    };
  }

  /** Returns this outcome as a stage may report it: without what the engine alone says. */
  public Outcome reported() {
    return new Outcome(
        status, preferredLabel, suggestedNextIds, EngineKeys.leftOut(contextUpdates), notes);
  }

  /** Returns this outcome without context updates. */
  public Outcome withoutContext() {
    return new Outcome(status, preferredLabel, suggestedNextIds, Map.of(), notes);
  }

  /** Returns this outcome with more context updates; the new ones win. */
  public Outcome withContext(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(contextUpdates);
    all.putAll(more);
    return new Outcome(status, preferredLabel, suggestedNextIds, all, notes);
  }

  private Outcome withStatus(Status other) {
    return new Outcome(other, preferredLabel, suggestedNextIds, contextUpdates, notes);
  }
}
