package dev.attractor.process.supervision;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a program's output into lines, in bounded memory however much comes without a line's end.
 */
final class LineReader {
  static final int LONGEST_PIECE = 1_000_000;

  private LineReader() {}

  /** Reads to the end and hands on each line; what is not UTF-8 becomes a replacement sign. */
  static void read(InputStream in, Consumer<String> lines) throws IOException {
    Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
    char[] buffer = new char[8192];
    StringBuilder line = new StringBuilder();
    for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
      for (int i = 0; i < n; i++) {
        char c = buffer[i];
        if (c == '\n') {
          handOn(line, lines);
        } else {
          line.append(c);
          if (line.length() >= LONGEST_PIECE) {
            handOn(line, lines);
          }
        }
      }
    }
    if (!line.isEmpty()) {
      handOn(line, lines);
    }
  }

  private static void handOn(StringBuilder line, Consumer<String> lines) {
    int end = line.length();
    if (end > 0 && line.charAt(end - 1) == '\r') {
      end--;
    }
    lines.accept(line.substring(0, end));
    line.setLength(0);
  }
}
