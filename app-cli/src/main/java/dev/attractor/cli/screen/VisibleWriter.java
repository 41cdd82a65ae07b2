package dev.attractor.cli.screen;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Shows control characters instead of letting them command the terminal: what agents, tools and
 * files say may hold them. They are written as JSON escapes them, so that what is JSON stays the
 * same. Line breaks and tabs stay.
 */
public final class VisibleWriter extends FilterWriter {
  /** Makes a writer. */
  public VisibleWriter(Writer out) {
    super(out);
  }

  @Override
  public void write(int c) throws IOException {
    out.write(visible(Character.toString((char) c)));
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    out.write(visible(new String(text, from, length)));
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    out.write(visible(text.substring(from, from + length)));
  }

  /** Returns a text with its control characters shown, but line breaks and tabs. */
  static String visible(String text) {
    if (text.chars().noneMatch(VisibleWriter::isControl)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.chars()
        .forEach(c -> {
          if (isControl(c)) {
            shown.append("\\u%04x".formatted(c));
          } else {
            shown.append((char) c);
          }
        });
    return shown.toString();
  }

  /** Also what turns the direction of writing: it makes a text look like another. */
  private static boolean isControl(int c) {
    return (c < ' ' && c != '\n' && c != '\t')
        || (c >= 0x7f && c <= 0x9f)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
