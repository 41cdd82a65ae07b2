package dev.attractor.domain.pipeline;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The syntax of the values that are no mere text, and how each is read (SEMANTICS §1). */
public final class AttributeTypes {
  /** The syntax that a value must have. */
  public enum Type {
    INTEGER("a whole number, for example 3"),
    /** A whole number that is not negative. */
    COUNT("a whole number from 0, for example 3"),
    /** A number from 0 to 1. */
    FRACTION("a number from 0 to 1, for example 0.5"),
    FLAG("true or false"),
    DURATION(
        "a duration of at most ten years, for example 900s, 15m, 2h or 250ms; a bare number means"
            + " seconds");

    private final String expectation;

    Type(String expectation) {
      this.expectation = expectation;
    }

    /** Returns what to write instead, for hints. */
    public String expectation() {
      return expectation;
    }
  }

  private static final Pattern WHOLE_NUMBER = Pattern.compile("([+-]?\\d{1,10})(?:\\.0*)?");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)?");

  /** Clocks of machines count no further than some centuries. */
  private static final Duration LONGEST = Duration.ofDays(3_660);

  private AttributeTypes() {}

  /** Returns the syntax that values of this attribute must have; empty when any text will do. */
  public static Optional<Type> of(String attribute) {
    return KnownAttribute.named(attribute).flatMap(KnownAttribute::type);
  }

  /** Returns whether the value has the syntax. An empty value counts as a missing attribute. */
  public static boolean accepts(Type type, String value) {
    String text = value.strip();
    if (text.isEmpty()) {
      return true;
    }
    try {
      switch (type) {
        case INTEGER -> parseInteger(text);
        case COUNT -> parseCount(text);
        case FRACTION -> parseFraction(text);
        case FLAG -> parseFlag(text);
        case DURATION -> parseDuration(text);
      }
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void parseCount(String text) {
    if (parseInteger(text) < 0) {
      throw new IllegalArgumentException("negative: " + text);
    }
  }

  /** Reads a whole number, which may be written as {@code 2.0} (SEMANTICS §1). */
  static int parseInteger(String text) {
    Matcher matcher = WHOLE_NUMBER.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a whole number: " + text);
    }
    return Integer.parseInt(matcher.group(1));
  }

  static double parseFraction(String text) {
    double fraction = Double.parseDouble(text);
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("not between 0 and 1: " + text);
    }
    return fraction;
  }

  static boolean parseFlag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> true;
      case "false", "no", "0" -> false;
      default -> throw new IllegalArgumentException("not a truth value: " + text);
    };
  }

  /** Reads {@code 250ms}, {@code 900s}, {@code 15m}, {@code 2h}, {@code 1d}, or bare seconds. */
  public static Duration parseDuration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a duration: " + text);
    }
    long amount = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2) == null ? "s" : matcher.group(2);
    try {
      Duration duration =
          switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new IllegalArgumentException("not a unit of time: " + unit);
          };
      if (duration.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("longer than ten years: " + text);
      }
      return duration;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("duration out of range: " + text, e);
    }
  }
}
