package dev.attractor.domain.human;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The label of an edge, taken apart: {@code [Y] Yes}, {@code Y) Yes} and {@code Y - Yes} name a key
 * to type beside what they say (SEMANTICS §9).
 *
 * @param key upper case; empty when the author wrote none
 * @param text what it says beside the key
 */
public record ChoiceLabel(String key, String text) {
  private static final Pattern ACCELERATOR =
      Pattern.compile(
          "^(?:\\[(?<bracket>\\w+)\\]\\s*|(?<parenthesis>\\w)\\)\\s*|(?<dash>\\w)\\s+-\\s+)",
          Pattern.UNICODE_CHARACTER_CLASS);

  /** Takes a label apart. */
  public static ChoiceLabel of(String label) {
    String shown = label.strip();
    Matcher matcher = ACCELERATOR.matcher(shown);
    return matcher.find()
        ? new ChoiceLabel(
            keyIn(matcher).toUpperCase(Locale.ROOT), shown.substring(matcher.end()).strip())
        : new ChoiceLabel("", shown);
  }

  private static String keyIn(Matcher matcher) {
    String bracket = matcher.group("bracket");
    String parenthesis = matcher.group("parenthesis");
    return bracket != null ? bracket : parenthesis != null ? parenthesis : matcher.group("dash");
  }

  /** Returns the text with case and blanks evened out: two that mean the same are equal then. */
  public String evened() {
    return evened(text);
  }

  /** Evens out case and blanks. */
  static String evened(String text) {
    return text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }
}
