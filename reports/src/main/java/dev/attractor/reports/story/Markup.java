package dev.attractor.reports.story;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** Writes texts of others into pages, where they stay texts. */
final class Markup {
  private Markup() {}

  /** Returns a text for the inside of an element or of an attribute; what would hide is shown. */
  static String text(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            case '\n', '\t' -> out.appendCodePoint(c);
            case '\r' -> {
              // of a line's end
            }
            default -> out.append(isHidden(c) ? shown(c) : Character.toString(c));
          }
        });
    return out.toString();
  }

  /** Control signs, and those that change the direction or do not show. */
  private static boolean isHidden(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.SURROGATE
        || (type == Character.FORMAT && c != 0x200D);
  }

  private static String shown(int c) {
    return c < ' ' ? Character.toString(0x2400 + c) : String.format(Locale.ROOT, "U+%04X", c);
  }

  /** Returns the address of a file of this machine. */
  static String link(Path file) {
    StringBuilder out = new StringBuilder("file://");
    for (byte b : file.toString().getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "/._~-".indexOf(c) >= 0;
      out.append(plain ? Character.toString(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return out.toString();
  }

  /** Returns a text for Markdown, in one line, in which nothing is a mark. */
  static String line(String text) {
    return text(text.strip().replaceAll("\\s+", " "))
        .replace("&#39;", "'") // its sign for numbers is a mark
        .replaceAll("([\\\\`*_\\[\\]#|~])", "\\\\$1");
  }
}
