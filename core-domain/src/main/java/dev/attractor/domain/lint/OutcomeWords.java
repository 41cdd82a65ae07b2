package dev.attractor.domain.lint;

import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Words that conditions compare the outcome with, and that are probably misspelt (SEMANTICS §3).
 */
final class OutcomeWords {
  private static final String RULE = "outcome_misspelt";

  private static final List<String> WORDS =
      List.of("success", "partial_success", "retry", "fail", "skipped", "succeeded", "failed");

  /** Shorter words are near to too many others. */
  private static final int SHORTEST_OF_TWO_SLIPS = 6;

  private OutcomeWords() {}

  static LintRule rule() {
    return LintRule.of(RULE, OutcomeWords::check);
  }

  private static List<Diagnostic> check(Pipeline pipeline) {
    return pipeline.edges().stream().flatMap(edge -> check(pipeline, edge)).distinct().toList();
  }

  private static Stream<Diagnostic> check(Pipeline pipeline, Edge edge) {
    return edge.condition().stream()
        .flatMap(condition -> condition.literals(Condition.OUTCOME).stream())
        .filter(word -> !Status.isStandard(word))
        .flatMap(word ->
            meant(word)
                .filter(_ -> !VerdictInPrompt.isNamed(pipeline, edge.from(), word))
                .map(meant -> finding(edge, word, meant))
                .stream());
  }

  private static Diagnostic finding(Edge edge, String word, String meant) {
    return Diagnostic.warning(
        RULE,
        AttributeRules.positionOf(edge.attributes(), "condition", edge.position()),
        "the condition of %s -> %s waits for the outcome '%s', which no stage has by itself"
            .formatted(edge.from(), edge.to(), word),
        "did you mean %s? If it is a verdict of your own, name it in the prompt".formatted(meant));
  }

  private static Optional<String> meant(String word) {
    return Suggestions.closest(word, WORDS)
        .filter(near ->
            word.length() >= SHORTEST_OF_TWO_SLIPS
                || Suggestions.isOneSlip(word, near)
                || letters(word).equals(letters(near)));
  }

  private static List<Integer> letters(String word) {
    return word.chars().sorted().boxed().toList();
  }
}
