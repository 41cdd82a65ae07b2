package dev.attractor.domain.outcome;

import java.util.Locale;
import java.util.Optional;

/** Why a stage failed, as far as it decides whether trying again can help (SEMANTICS §4). */
public enum FailureClass {
  /** The machine room: network, rate limits, time-outs. Waiting can heal it. */
  TRANSIENT_INFRA,
  /** The same input would fail the same way again. Also every failure that nobody recognised. */
  DETERMINISTIC,
  /** Somebody asked for the end. */
  CANCELED,
  /** Tokens, turns, credit or context used up. */
  BUDGET_EXHAUSTED,
  /** The agent goes round between code and compiler without getting closer. */
  COMPILATION_LOOP,
  /** The pipeline or its surroundings are wrong; no stage can repair that. */
  STRUCTURAL;

  /** Returns the word used in files and conditions, for example {@code transient_infra}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether an attempt that ended with this class may be repeated (SEMANTICS §5). */
  public boolean retryable() {
    return switch (this) {
      case TRANSIENT_INFRA, BUDGET_EXHAUSTED, COMPILATION_LOOP -> true;
      case DETERMINISTIC, CANCELED, STRUCTURAL -> false;
    };
  }

  /**
   * Reads a class from what an agent, a person or a plugin wrote: case, hyphens, underscores,
   * blanks and the synonyms of SEMANTICS §4 are evened out. Empty when the word is not known, so
   * that the caller goes on to the next source of evidence.
   */
  public static Optional<FailureClass> parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "")) {
      case "transientinfra",
          "infratransient",
          "transientinfrastructure",
          "infrastructuretransient",
          "transient",
          "infra",
          "infrastructure",
          "retryable",
          "timeout",
          "ratelimit",
          "ratelimited" ->
          Optional.of(TRANSIENT_INFRA);
      case "deterministic", "permanent", "nonretryable", "logic", "product" ->
          Optional.of(DETERMINISTIC);
      case "canceled", "cancelled", "aborted" -> Optional.of(CANCELED);
      case "budgetexhausted",
          "budget",
          "quota",
          "quotaexhausted",
          "quotaexceeded",
          "maxturns",
          "maxtokens",
          "contextlength" ->
          Optional.of(BUDGET_EXHAUSTED);
      case "compilationloop", "compileloop" -> Optional.of(COMPILATION_LOOP);
      case "structural", "structure" -> Optional.of(STRUCTURAL);
      default -> Optional.empty();
    };
  }
}
