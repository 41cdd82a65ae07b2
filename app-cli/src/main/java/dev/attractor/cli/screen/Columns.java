package dev.attractor.cli.screen;

/**
 * How many columns of a terminal a text takes. Where terminals differ the larger number counts, so
 * that nothing is wider than it is thought to be.
 */
public final class Columns {
  private static final String ELLIPSIS = "…";

  /** First and last signs that take two columns: those of East Asia, and pictures. */
  private static final int[][] WIDE = {
    {0x1100, 0x115F}, {0x231A, 0x231B}, {0x2329, 0x232A}, {0x23E9, 0x23FA}, {0x25FD, 0x25FE},
    {0x2600, 0x2604}, {0x260E, 0x260E}, {0x2611, 0x2611}, {0x2614, 0x2615}, {0x2618, 0x2618},
    {0x261D, 0x261D}, {0x2620, 0x2623}, {0x2626, 0x262F}, {0x2638, 0x2653}, {0x265F, 0x2668},
    {0x267B, 0x267F}, {0x2692, 0x26FF}, {0x2702, 0x2712}, {0x2714, 0x2716}, {0x271D, 0x2721},
    {0x2728, 0x2734}, {0x2744, 0x2757}, {0x2763, 0x2764}, {0x2795, 0x27B0}, {0x27BF, 0x27BF},
    {0x2934, 0x2935}, {0x2B05, 0x2B1C}, {0x2B50, 0x2B55}, {0x2E80, 0xA4CF}, {0xA960, 0xA97C},
    {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE0F, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6},
    {0x16FE0, 0x1B2FF}, {0x1F000, 0x1FAFF}, {0x20000, 0x3FFFD},
  };

  private Columns() {}

  /** Returns how many columns a text of one line takes at most. */
  public static int of(String text) {
    return text.codePoints().map(Columns::of).sum();
  }

  private static int of(int sign) {
    if (sign < 0x300) {
      return 1;
    }
    for (int[] range : WIDE) {
      if (sign >= range[0] && sign <= range[1]) {
        return 2;
      }
    }
    return switch (Character.getType(sign)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
      default -> 1;
    };
  }

  /** Returns a text that takes no more columns; an ellipsis stands for what was cut off. */
  public static String cut(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    if (columns < 1) {
      return "";
    }
    StringBuilder kept = new StringBuilder();
    int left = columns - 1;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int sign = text.codePointAt(at);
      if (of(sign) > left) {
        break;
      }
      left -= of(sign);
      kept.appendCodePoint(sign);
    }
    return kept + ELLIPSIS;
  }

  /** Returns a text that takes just so many columns: cut, or with blanks behind it. */
  public static String fill(String text, int columns) {
    String kept = cut(text, columns);
    return kept + " ".repeat(Math.max(0, columns - of(kept)));
  }
}
