package dev.attractor.domain.secret;

/** A token whose prefix says whose it is, such as {@code ghp_…}. */
final class TokenSighting implements Sighting {
  private final long begin;
  private final int shortest;
  private int length;

  TokenSighting(long begin, int shortest) {
    this.begin = begin;
    this.shortest = shortest;
  }

  @Override
  public boolean take(char c, long at, Covers covers) {
    if (!Alphabet.WORD.has(c)) {
      return false;
    }
    length++;
    if (length >= shortest) {
      covers.add(begin, at + 1);
    }
    return true;
  }

  @Override
  public long undecidedFrom() {
    return length < shortest ? begin : NOTHING;
  }
}
