package dev.attractor.domain.outcome;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
 * @param details what people may want to read, under another name
 */
public record StageReport(
    String status,
    String failureReason,
    String failureClass,
    String failureSignature,
    String preferredLabel,
    List<String> suggestedNextIds,
    Map<String, String> contextUpdates,
    String notes,
    String details) {
  private static final String CONTEXT = "context.";

  public StageReport {
    suggestedNextIds = List.copyOf(suggestedNextIds);
    contextUpdates = Collections.unmodifiableMap(new LinkedHashMap<>(contextUpdates));
  }

  /** Makes a report without details. */
  public StageReport(
      String status,
      String failureReason,
      String failureClass,
      String failureSignature,
      String preferredLabel,
      List<String> suggestedNextIds,
      Map<String, String> contextUpdates,
      String notes) {
    this(
        status,
        failureReason,
        failureClass,
        failureSignature,
        preferredLabel,
        suggestedNextIds,
        contextUpdates,
        notes,
        "");
  }

  /** Returns the outcome this report stands for; the class of a failure by SEMANTICS §4. */
  public Outcome toOutcome() {
    return new Outcome(
        Status.of(Status.canonicalWord(status), this::failure),
        preferredLabel,
        suggestedNextIds,
        EngineKeys.leftOut(context()),
        firstOf(notes, details));
  }

  /**
   * The context updates under their plain keys: a leading {@code context.} is dropped, since
   * conditions find {@code context.color} as {@code color}. Where both are written, the plain key
   * counts.
   */
  private Map<String, String> context() {
    Map<String, String> plain = new LinkedHashMap<>();
    contextUpdates.forEach((key, value) -> {
      if (key.equals(plain(key)) || !contextUpdates.containsKey(plain(key))) {
        plain.put(plain(key), value);
      }
    });
    return plain;
  }

  private static String plain(String key) {
    String rest = key;
    while (rest.startsWith(CONTEXT) && rest.length() > CONTEXT.length()) {
      rest = rest.substring(CONTEXT.length());
    }
    return rest;
  }

  private Failure failure(FailureClass otherwise) {
    String reason = firstOf(failureReason, details, notes);
    FailureClass found =
        FailureClass.parse(failureClass)
            .or(() -> FailureClass.parse(context().getOrDefault("failure_class", "")))
            .or(() -> ReasonTable.classOf(reason))
            .orElse(otherwise);
    return new Failure(found, reason, evidence(), failureSignature);
  }

  /** A word such as rate_limit tells more than the class that it stands for. */
  private String evidence() {
    String word =
        firstOf(failureClass, context().getOrDefault("failure_class", ""))
            .strip()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[\\s-]+", "_");
    boolean says = FailureClass.parse(word).filter(found -> !found.word().equals(word)).isPresent();
    return says ? "status file, failure_class " + word : "status file";
  }

  private static String firstOf(String... texts) {
    return Stream.of(texts).filter(Predicate.not(String::isBlank)).findFirst().orElse("");
  }
}
