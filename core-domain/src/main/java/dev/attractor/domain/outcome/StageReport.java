package dev.attractor.domain.outcome;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an agent or a tool wrote into its status file, word for word (SEMANTICS §3). Every text may
 * be empty.
 *
 * @param status the outcome word as written
 * @param failureReason why it failed
 * @param failureClass the class as written
 * @param failureSignature the reporter's own signature
 * @param preferredLabel the label of the edge it would like to take
 * @param suggestedNextIds nodes it would like to go to, best first
 * @param contextUpdates values for the run's context; nested objects come as dotted keys
 * @param notes what people may want to read
 */
public record StageReport(
    String status,
    String failureReason,
    String failureClass,
    String failureSignature,
    String preferredLabel,
    List<String> suggestedNextIds,
    Map<String, String> contextUpdates,
    String notes) {
  public StageReport {
    suggestedNextIds = List.copyOf(suggestedNextIds);
    contextUpdates = Collections.unmodifiableMap(new LinkedHashMap<>(contextUpdates));
  }

  /** Returns the outcome this report stands for; the class of a failure by SEMANTICS §4. */
  public Outcome toOutcome() {
    return new Outcome(toStatus(), preferredLabel, suggestedNextIds, contextUpdates, notes);
  }

  private Status toStatus() {
    String word = Status.canonicalWord(status);
    return switch (word) {
      case "success" -> Status.Passed.SUCCESS;
      case "partial_success" -> Status.Passed.PARTIAL_SUCCESS;
      case "skipped" -> Status.Passed.SKIPPED;
      case "fail" -> new Status.Fail(failure(FailureClass.DETERMINISTIC));
      case "retry" -> new Status.Retry(failure(FailureClass.TRANSIENT_INFRA));
      default -> new Status.Verdict(word);
    };
  }

  private Failure failure(FailureClass otherwise) {
    FailureClass found =
        FailureClass.parse(failureClass)
            .or(() -> FailureClass.parse(contextUpdates.getOrDefault("failure_class", "")))
            .or(() -> ReasonPatterns.classOf(failureReason))
            .orElse(otherwise);
    return new Failure(found, failureReason, "status file", failureSignature);
  }
}
