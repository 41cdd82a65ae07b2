package dev.attractor.domain.secret;

/** A private key in PEM, from its first line to its last; one without an end is cut off here. */
final class KeyBlockSighting implements Sighting {
  private static final int LONGEST_TITLE = 40;
  private static final int LONGEST_BODY = 16_384;
  private static final String END = "-----END";

  private enum Phase {
    TITLE,
    BODY,
    END_TITLE
  }

  private final long begin;
  private final StringBuilder seen = new StringBuilder();
  private Phase phase = Phase.TITLE;
  private int length;

  KeyBlockSighting(long begin) {
    this.begin = begin;
  }

  @Override
  public boolean take(char c, long at, Covers covers) {
    length++;
    return switch (phase) {
      case TITLE -> title(c, at, covers);
      case BODY -> {
        covers.add(begin, at + 1);
        remember(c, END.length());
        if (seen.toString().equals(END)) {
          phase = Phase.END_TITLE;
          seen.setLength(0);
          length = 0;
        }
        yield length < LONGEST_BODY;
      }
      case END_TITLE -> {
        if (c == '\n' || length > LONGEST_TITLE) {
          yield false;
        }
        covers.add(begin, at + 1);
        remember(c, 5);
        yield !seen.toString().equals("-----");
      }
    };
  }

  private boolean title(char c, long at, Covers covers) {
    boolean isTitle = (c >= 'A' && c <= 'Z') || c == ' ' || (c >= '0' && c <= '9');
    if (isTitle && length < LONGEST_TITLE) {
      seen.append(c);
      return true;
    }
    if (c != '-' || seen.indexOf("PRIVATE KEY") < 0) {
      return false;
    }
    phase = Phase.BODY;
    seen.setLength(0);
    covers.add(begin, at + 1);
    return true;
  }

  private void remember(char c, int most) {
    if (seen.length() == most) {
      seen.deleteCharAt(0);
    }
    seen.append(c);
  }

  @Override
  public long undecidedFrom() {
    return phase == Phase.TITLE ? begin : NOTHING;
  }
}
