package dev.attractor.reports.story;

import dev.attractor.domain.agent.Usage;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times, amounts and money as people read them. */
final class Shown {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final int LONGEST = 400;

  private Shown() {}

  static String time(Instant at) {
    return TIME.format(at);
  }

  static String duration(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return "%d min %02d s".formatted(seconds / 60, seconds % 60);
    }
    return "%d h %02d min".formatted(seconds / 3600, seconds / 60 % 60);
  }

  /** Returns how many there are of something. */
  static String count(int number, String noun) {
    return "%d %s%s".formatted(number, noun, number == 1 ? "" : "s");
  }

  /** Returns the beginning of a text that stands among others. */
  static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /** Returns what was paid; a word where nobody says. */
  static String cost(Usage usage) {
    return usage.costUsd().signum() == 0
        ? "–"
        : "$" + usage.costUsd().setScale(4, RoundingMode.HALF_UP).toPlainString();
  }

  static String tokens(Usage usage) {
    return usage.inputTokens() == 0 && usage.outputTokens() == 0
        ? "–"
        : String.format(Locale.ROOT, "%,d in, %,d out", usage.inputTokens(), usage.outputTokens());
  }
}
