package dev.attractor.domain.secret;

/**
 * What follows {@code Bearer} or {@code Basic}. Both are words of the language, too: credentials
 * are long, or have a digit.
 */
final class CredentialsSighting implements Sighting {
  private static final int WIDEST_GAP = 8;
  private static final int SHORTEST_WITH_DIGIT = 12;
  private static final int SHORTEST = 24;

  private int gap;
  private int length;
  private boolean digit;
  private long begin = NOTHING;

  @Override
  public boolean take(char c, long at, Covers covers) {
    if (length == 0 && (c == ' ' || c == '\t') && gap < WIDEST_GAP) {
      gap++;
      return true;
    }
    if (gap == 0 || !Alphabet.TOKEN68.has(c)) {
      return false;
    }
    if (length == 0) {
      begin = at;
    }
    length++;
    digit |= c >= '0' && c <= '9';
    if (isCertain()) {
      covers.add(begin, at + 1);
    }
    return true;
  }

  private boolean isCertain() {
    return length >= SHORTEST || (digit && length >= SHORTEST_WITH_DIGIT);
  }

  @Override
  public long undecidedFrom() {
    return isCertain() ? NOTHING : begin;
  }
}
