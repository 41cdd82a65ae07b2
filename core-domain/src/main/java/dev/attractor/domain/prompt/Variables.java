package dev.attractor.domain.prompt;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expands {@code $goal} and {@code $name} in prompts (SEMANTICS §8). {@code $$} is a dollar; a name
 * nobody set stays as written.
 */
public final class Variables {
  private static final Pattern REFERENCE = Pattern.compile("\\$(\\$|[A-Za-z_][A-Za-z0-9_]*)");

  private Variables() {}

  /** Returns the text with every known name replaced by its value. */
  public static String expand(String text, Map<String, String> values) {
    return REFERENCE
        .matcher(text)
        .replaceAll(match ->
            Matcher.quoteReplacement(
                match.group(1).equals("$")
                    ? "$"
                    : Optional.ofNullable(values.get(match.group(1))).orElse(match.group())));
  }

  /** Returns the names the text refers to, in order. */
  public static Set<String> namesIn(String text) {
    Set<String> names = new LinkedHashSet<>();
    REFERENCE
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .filter(name -> !name.equals("$"))
        .forEach(names::add);
    return names;
  }
}
