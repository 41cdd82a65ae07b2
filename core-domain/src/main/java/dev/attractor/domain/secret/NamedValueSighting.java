package dev.attractor.domain.secret;

/**
 * The value of a header or setting whose name says that it is secret: {@code Authorization: Bearer
 * x}, {@code "authorization":"Basic x"}, {@code aws_secret_access_key = x}. What looks like the
 * name of a scheme takes the word behind it along.
 */
final class NamedValueSighting implements Sighting {
  private static final int MOST_BETWEEN = 12;
  private static final int LONGEST_SCHEME = 20;
  private static final String QUOTES = "\"'`\\";
  private static final String BEFORE_VALUE = QUOTES + " \t:=>({";
  private static final String BEHIND_VALUE = QUOTES + " \t\r\n,;})]<>&|";

  private enum Phase {
    NAME,
    SEPARATOR,
    BRACKET,
    FIRST,
    GAP,
    SECOND
  }

  private Phase phase = Phase.NAME;
  private int between;
  private boolean scheme = true;
  private long begin = NOTHING;
  private long bracket = NOTHING;
  private long gapFrom = NOTHING;

  @Override
  public boolean take(char c, long at, Covers covers) {
    return switch (phase) {
      case NAME -> {
        if (c == ':' || c == '=') {
          phase = Phase.SEPARATOR;
          yield true;
        }
        yield (c == ' ' || c == '\t' || QUOTES.indexOf(c) >= 0) && ++between < MOST_BETWEEN;
      }
      case SEPARATOR -> separator(c, at, covers);
      case BRACKET -> {
        if (c == Redactor.MARK.charAt((int) (at - bracket))) {
          yield at - bracket < Redactor.MARK.length() - 1; // else it was redacted before
        }
        phase = Phase.SEPARATOR;
        if (at - bracket > 1) {
          begin = bracket + 1;
          phase = Phase.FIRST;
          covers.add(begin, at);
        }
        yield phase == Phase.FIRST ? first(c, at, covers) : separator(c, at, covers);
      }
      case FIRST -> first(c, at, covers);
      case GAP -> {
        if (c == ' ' || c == '\t' || QUOTES.indexOf(c) >= 0) {
          yield at - gapFrom < MOST_BETWEEN;
        }
        if (BEHIND_VALUE.indexOf(c) >= 0) {
          yield false;
        }
        phase = Phase.SECOND;
        covers.add(begin, at + 1);
        yield true;
      }
      case SECOND -> rest(c, at, covers);
    };
  }

  private boolean separator(char c, long at, Covers covers) {
    if (c == '[') {
      phase = Phase.BRACKET;
      bracket = at;
      return ++between < MOST_BETWEEN;
    }
    if (BEFORE_VALUE.indexOf(c) >= 0) {
      return ++between < MOST_BETWEEN;
    }
    if (BEHIND_VALUE.indexOf(c) >= 0) {
      return false;
    }
    begin = at;
    phase = Phase.FIRST;
    return first(c, at, covers);
  }

  private boolean first(char c, long at, Covers covers) {
    if (c == ' ' && scheme && at - begin <= LONGEST_SCHEME) {
      phase = Phase.GAP;
      gapFrom = at;
      return true;
    }
    scheme &= Alphabet.WORD.has(c);
    return rest(c, at, covers);
  }

  private boolean rest(char c, long at, Covers covers) {
    if (BEHIND_VALUE.indexOf(c) >= 0) {
      return false;
    }
    covers.add(begin, at + 1);
    return true;
  }

  @Override
  public long undecidedFrom() {
    return switch (phase) {
      case BRACKET -> bracket;
      case GAP -> gapFrom;
      case NAME, SEPARATOR, FIRST, SECOND -> NOTHING;
    };
  }
}
