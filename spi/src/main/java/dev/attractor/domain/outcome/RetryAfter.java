package dev.attractor.domain.outcome;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a provider asks to wait before the next attempt, in words of a failure (SEMANTICS §5):
 * the header of RFC 9110 as programs print it, OpenAI's "Please try again in 1m12.5s", Google's
 * {@code "retryDelay": "34s"}.
 */
final class RetryAfter {
  /** What is longer is no pause between attempts but a quota that has been used up. */
  static final Duration LONGEST = Duration.ofHours(6);

  private static final String UNIT =
      "ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?";
  private static final Pattern ASKED =
      Pattern.compile(
          "(?<![\\w-])(?:retry[ _-]?(?:after|delay)|(?:try again|retry|available|resets?) in)[\"']?"
              + "(?: the)?[ :=\"']*((?:[0-9]{1,9}(?:[.][0-9]{1,9})? ?(?:(?:"
              + UNIT
              + ")(?![a-z]) ?)?){1,3})");
  private static final Pattern AMOUNT =
      Pattern.compile("([0-9]+(?:[.][0-9]+)?) ?(" + UNIT + ")?(?![a-z])");

  private RetryAfter() {}

  /** Returns the longest pause that a text asks for, at most {@link #LONGEST}. */
  static Optional<Duration> in(String text) {
    Matcher asked = ASKED.matcher(text.toLowerCase(Locale.ROOT));
    Optional<Duration> longest = Optional.empty();
    while (asked.find()) {
      Duration pause = sum(asked.group(1));
      if (longest.isEmpty() || pause.compareTo(longest.get()) > 0) {
        longest = Optional.of(pause);
      }
    }
    return longest.map(pause -> pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
  }

  private static Duration sum(String amounts) {
    double millis = 0;
    Matcher amount = AMOUNT.matcher(amounts);
    while (amount.find()) {
      millis += Double.parseDouble(amount.group(1)) * millisIn(amount.group(2));
    }
    return Duration.ofMillis(Math.round(millis));
  }

  /** A number without a unit counts seconds, as in the header. */
  private static double millisIn(@Nullable String unit) {
    if (unit == null || unit.startsWith("s")) {
      return 1_000;
    }
    if (unit.startsWith("ms") || unit.startsWith("milli")) {
      return 1;
    }
    return unit.startsWith("m") ? 60_000 : 3_600_000;
  }
}
