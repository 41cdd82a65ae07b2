package dev.attractor.domain.prompt;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Expands {@code $goal}, {@code $name} and <code>${context.key}</code> in prompts (SEMANTICS §8).
 * {@code $$} is a dollar; a name nobody set stays as written, a key without a value is empty. A
 * dotted name is the longest one that has a value, so that {@code $item.md} of a text is that text
 * and {@code .md}.
 */
public final class Variables {
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$(?:(\\$)|\\{context\\.([A-Za-z0-9_.-]+)\\}|([A-Za-z_][A-Za-z0-9_]*)"
              + "((?:\\.[A-Za-z0-9_-]+)*))");
  private static final int DOLLAR = 1;
  private static final int KEY = 2;
  private static final int NAME = 3;
  private static final int FIELDS = 4;

  /** Names of the environment that every stage has; they are for the agent's own shell. */
  private static final String OURS = "ATTRACTOR_";

  private Variables() {}

  /**
   * Returns the text with every known name and every key replaced by its value.
   *
   * @param values of names
   * @param context what the context holds of a key; empty when nothing
   */
  public static String expand(
      String text, Map<String, String> values, UnaryOperator<String> context) {
    return REFERENCE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(value(match, values, context)));
  }

  private static String value(
      MatchResult match, Map<String, String> values, UnaryOperator<String> context) {
    if (match.group(DOLLAR) != null) {
      return "$";
    }
    return match.group(KEY) != null
        ? context.apply(match.group(KEY))
        : named(match.group(NAME) + match.group(FIELDS), values).orElse(match.group());
  }

  /** Returns the value of the longest beginning of a dotted name that has one, and what is left. */
  private static Optional<String> named(String name, Map<String, String> values) {
    for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
      String value = values.get(name.substring(0, end));
      if (value != null) {
        return Optional.of(value + name.substring(end));
      }
    }
    return Optional.empty();
  }

  /** Returns the names the text refers to, in order, but for those of our own environment. */
  public static Set<String> namesIn(String text) {
    return found(text, NAME).filter(name -> !name.startsWith(OURS)).collect(inOrder());
  }

  /** Returns the keys of the context that the text refers to, in order. */
  public static Set<String> keysIn(String text) {
    return found(text, KEY).collect(inOrder());
  }

  private static Stream<String> found(String text, int group) {
    return REFERENCE
        .matcher(text)
        .results()
        .flatMap(match -> Optional.ofNullable(match.group(group)).stream());
  }

  private static Collector<String, ?, Set<String>> inOrder() {
    return Collectors.toCollection(LinkedHashSet::new);
  }
}
