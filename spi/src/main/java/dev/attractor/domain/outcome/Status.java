package dev.attractor.domain.outcome;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** The word a stage ends with (SEMANTICS §3). A status that tells of a failure carries it. */
public sealed interface Status {
  /** The words that every pipeline knows; any other is a custom verdict. */
  Set<String> STANDARD = Set.of("success", "partial_success", "retry", "fail", "skipped");

  /** Returns the canonical word, for example {@code partial_success} or a custom verdict. */
  String word();

  /** A stage that did not fail, in one of the words every pipeline knows. */
  enum Passed implements Status {
    SUCCESS,
    PARTIAL_SUCCESS,
    SKIPPED;

    @Override
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A word of the author's own, such as {@code needs_dod}: counts as success, routes by itself. */
  record Verdict(String word) implements Status {
    public Verdict {
      if (word.isBlank()) {
        throw new IllegalArgumentException("a verdict needs a word");
      }
    }
  }

  /** The stage failed. */
  record Fail(Failure failure) implements Status {
    public Fail {
      requireNonNull(failure, "failure is null");
    }

    @Override
    public String word() {
      return "fail";
    }
  }

  /** The stage asks to be tried again. */
  record Retry(Failure failure) implements Status {
    public Retry {
      requireNonNull(failure, "failure is null");
    }

    @Override
    public String word() {
      return "retry";
    }
  }

  /** Returns whether the stage ended in {@code fail} or {@code retry}. */
  default boolean isFailure() {
    return switch (this) {
      case Fail _, Retry _ -> true;
      case Passed _, Verdict _ -> false;
    };
  }

  /** Returns whether a goal gate is satisfied by this status (SEMANTICS §6). */
  default boolean satisfiesGoalGate() {
    return switch (this) {
      case Passed passed -> passed != Passed.SKIPPED;
      case Verdict _ -> true;
      case Fail _, Retry _ -> false;
    };
  }

  /**
   * Returns the status that a canonical word stands for.
   *
   * @param failure makes the failure of a {@code fail} or {@code retry}, from the class it has when
   *     nothing else is known (SEMANTICS §4)
   */
  static Status of(String word, Function<FailureClass, Failure> failure) {
    return switch (word) {
      case "success" -> Passed.SUCCESS;
      case "partial_success" -> Passed.PARTIAL_SUCCESS;
      case "skipped" -> Passed.SKIPPED;
      case "fail" -> new Fail(failure.apply(FailureClass.DETERMINISTIC));
      case "retry" -> new Retry(failure.apply(FailureClass.TRANSIENT_INFRA)); // it asked for it
      default -> new Verdict(word);
    };
  }

  /** Returns whether a canonical word tells of a failure. */
  static boolean isFailure(String word) {
    return word.equals("fail") || word.equals("retry");
  }

  /** Returns whether a canonical word is one that every pipeline knows, and no custom verdict. */
  static boolean isStandard(String word) {
    return STANDARD.contains(word);
  }

  /**
   * Returns the canonical form of an outcome word: lower case, aliases of SEMANTICS §1 resolved.
   */
  static String canonicalWord(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "_");
    return switch (word) {
      case "succeeded", "ok" -> "success";
      case "failed", "failure", "error" -> "fail";
      case "partially_succeeded", "degraded_success" -> "partial_success";
      case "skip" -> "skipped";
      default -> word;
    };
  }
}
