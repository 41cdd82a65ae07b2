package dev.attractor.reports.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How wide texts are, without asking for fonts: a picture looks the same on a machine that has
 * none. The widths are those of a wide sans-serif, so that texts fit in others, too.
 */
final class Lettering {
  /** Of the signs from blank to tilde, in hundredths of the size. */
  private static final int[] WIDTHS = {
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, //
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53, //
    100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, //
    60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50, //
    50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, //
    63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84
  };

  private static final int OTHER_LETTER = 66;
  private static final int WIDE = 110;
  private static final double BOLD = 1.1;
  private static final String ELLIPSIS = "…";

  /** Line breaks, also those that Graphviz knows. */
  private static final Pattern BREAK = Pattern.compile("\\R|\\\\[lr]");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** After these a long word may be broken. */
  private static final String SEAMS = "_-./=&|,:";

  private Lettering() {}

  /** Returns a text in which nothing turns its direction or hides: a mark stands for such signs. */
  static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints().forEach(sign -> visible.appendCodePoint(hides(sign) ? 0xFFFD : sign));
    return visible.toString();
  }

  /** A joiner makes signs of several, and turns nothing. */
  private static boolean hides(int sign) {
    return Character.getType(sign) == Character.FORMAT && sign != 0x200D;
  }

  static double width(String text, Mark.Font font) {
    int hundredths = text.codePoints().map(Lettering::width).sum();
    return hundredths * font.size() / 100 * (font.isBold() ? BOLD : 1);
  }

  private static int width(int sign) {
    if (sign >= ' ' && sign < ' ' + WIDTHS.length) {
      return WIDTHS[sign - ' '];
    }
    int type = Character.getType(sign);
    if (type == Character.NON_SPACING_MARK || type == Character.FORMAT) {
      return 0;
    }
    return sign < 0x1100 ? OTHER_LETTER : WIDE;
  }

  static double width(List<String> lines, Mark.Font font) {
    return lines.stream().mapToDouble(line -> width(line, font)).max().orElse(0);
  }

  /**
   * Returns a text in lines of about so many characters; what does not fit is left out, and told by
   * an ellipsis.
   */
  static List<String> wrap(String text, int columns, int mostLines) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : BREAK.split(text.strip(), -1)) {
      StringBuilder line = new StringBuilder();
      for (String word : words(paragraph, columns)) {
        if (!line.isEmpty() && length(line) + 1 + length(word) > columns) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
      lines.add(line.toString());
    }
    lines.removeIf(String::isBlank);
    return lines.size() <= mostLines ? lines : shortened(lines, columns, mostLines);
  }

  private static List<String> shortened(List<String> lines, int columns, int mostLines) {
    List<String> kept = new ArrayList<>(lines.subList(0, mostLines));
    String last = kept.removeLast();
    int end = Math.min(length(last), columns - 1);
    kept.add(last.substring(0, last.offsetByCodePoints(0, end)) + ELLIPSIS);
    return kept;
  }

  /** Returns a text in one line of at most so many characters. */
  static String shorten(String text, int columns) {
    String line = BLANKS.matcher(text.strip()).replaceAll(" ");
    return length(line) <= columns
        ? line
        : line.substring(0, line.offsetByCodePoints(0, columns - 1)) + ELLIPSIS;
  }

  private static List<String> words(String paragraph, int columns) {
    return BLANKS
        .splitAsStream(paragraph)
        .filter(word -> !word.isEmpty())
        .flatMap(word -> broken(word, columns).stream())
        .toList();
  }

  /** A word that is longer than a line, in pieces. */
  private static List<String> broken(String word, int columns) {
    List<String> pieces = new ArrayList<>();
    int[] signs = word.codePoints().toArray();
    int from = 0;
    while (signs.length - from > columns) {
      int to = from + columns;
      for (int seam = to; seam > from + columns / 2; seam--) {
        if (SEAMS.indexOf(signs[seam - 1]) >= 0) {
          to = seam;
          break;
        }
      }
      pieces.add(text(signs, from, to));
      from = to;
    }
    pieces.add(text(signs, from, signs.length));
    return pieces;
  }

  private static String text(int[] signs, int from, int to) {
    int[] some = Arrays.copyOfRange(signs, from, to);
    return new String(some, 0, some.length);
  }

  private static int length(CharSequence text) {
    return (int) text.codePoints().count();
  }
}
