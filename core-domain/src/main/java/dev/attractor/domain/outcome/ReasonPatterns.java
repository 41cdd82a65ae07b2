package dev.attractor.domain.outcome;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The last resort for a failure without a class: words of its reason (SEMANTICS §4). Patterns match
 * whole words, so that a 502 inside an identifier or a path is not taken for an HTTP status.
 */
final class ReasonPatterns {
  private record Entry(Pattern pattern, FailureClass failureClass) {}

  private static final List<Entry> TABLE =
      List.of(
          entry(
              "quota exceeded|insufficient[ _]quota|credit balance|context window exceeded|"
                  + "(?:token|turn) limit",
              FailureClass.BUDGET_EXHAUSTED),
          entry("compilation loop|compile loop", FailureClass.COMPILATION_LOOP),
          entry(
              "(?:http|status|error|code)[ :=]+(?:429|500|502|503|504|529)|"
                  + "(?:429|500|502|503|504|529) (?:too many|internal|bad gateway|service|gateway)",
              FailureClass.TRANSIENT_INFRA),
          entry(
              "rate[ -]limit(?:ed)?|too many requests|connection (?:refused|reset|timed out)|"
                  + "timed? ?out|deadline exceeded|service unavailable|temporar(?:y|ily)|"
                  + "overloaded|broken pipe|network is unreachable",
              FailureClass.TRANSIENT_INFRA));

  private ReasonPatterns() {}

  private static Entry entry(String words, FailureClass failureClass) {
    return new Entry(Pattern.compile("(?<![\\w/.-])(?:" + words + ")(?![\\w/-])"), failureClass);
  }

  static Optional<FailureClass> classOf(String reason) {
    String text = reason.toLowerCase(Locale.ROOT);
    return TABLE.stream()
        .filter(entry -> entry.pattern.matcher(text).find())
        .map(Entry::failureClass)
        .findFirst();
  }
}
