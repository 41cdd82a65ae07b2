package dev.attractor.fs.file;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as {@link Instant#toString} writes them. */
final class Times {
  /** How nearly all are written, where it has zeros with digits; of a full second that is all. */
  private static final String SECOND = "0000-00-00T00:00:00Z";

  private static final String MILLI = "0000-00-00T00:00:00.000Z";

  private static final int NANOS_OF_A_MILLI = 1_000_000;

  private Times() {}

  /**
   * Reads one. Each line of a journal has a time, and a formatter takes as long for it as for all
   * the rest of the line; so it reads the unusual ones alone.
   *
   * @throws DateTimeException when it is none
   */
  static Instant read(String text) {
    boolean hasMillis = isLike(MILLI, text);
    if (!hasMillis && !isLike(SECOND, text)) {
      return Instant.parse(text);
    }
    try {
      return LocalDateTime.of(
              number(text, 0, 4),
              number(text, 5, 7),
              number(text, 8, 10),
              number(text, 11, 13),
              number(text, 14, 16),
              number(text, 17, 19),
              hasMillis ? number(text, 20, 23) * NANOS_OF_A_MILLI : 0)
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return Instant.parse(text); // a leap second, or an error that quotes the text
    }
  }

  private static boolean isLike(String form, String text) {
    if (text.length() != form.length()) {
      return false;
    }
    for (int i = 0; i < form.length(); i++) {
      char wanted = form.charAt(i);
      char found = text.charAt(i);
      if (wanted == '0' ? found < '0' || found > '9' : found != wanted) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + (text.charAt(i) - '0');
    }
    return number;
  }
}
