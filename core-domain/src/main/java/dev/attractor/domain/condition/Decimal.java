package dev.attractor.domain.condition;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decimal numbers as conditions know them. */
final class Decimal {
  /** Signs. Longer ones are no numbers of people, and would take long to compare. */
  private static final int LONGEST = 100;

  private static final Pattern NUMBER = Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)");

  private Decimal() {}

  /** Returns the number a text stands for; nothing when it is none. */
  static Optional<BigDecimal> parse(String text) {
    String number = text.strip();
    return number.length() <= LONGEST && NUMBER.matcher(number).matches()
        ? Optional.of(new BigDecimal(number))
        : Optional.empty();
  }

  /** Compares two texts as numbers; nothing when one of them is none. */
  static Optional<Integer> compare(String one, String other) {
    return parse(one).flatMap(left -> parse(other).map(left::compareTo));
  }
}
