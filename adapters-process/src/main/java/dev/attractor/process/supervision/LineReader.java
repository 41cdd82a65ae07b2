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

  /**
   * Reads to the end and hands on each line; what is not UTF-8 becomes a replacement sign.
   *
   * @param caughtUp told whenever there is nothing more to read for the moment, and at the end,
   *     whichever that is
   */
  static void read(InputStream in, Consumer<String> lines, Runnable caughtUp) throws IOException {
    try {
      readAll(in, lines, caughtUp);
    } catch (IOException e) {
      caughtUp.run();
      throw e;
    }
  }

  private static void readAll(InputStream in, Consumer<String> lines, Runnable caughtUp)
      throws IOException {
    Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
    char[] buffer = new char[8192];
    StringBuilder line = new StringBuilder();
    for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
      int taken = 0;
      for (int i = 0; i < n; i++) {
        boolean atEnd = buffer[i] == '\n';
        if (atEnd || line.length() + i - taken + 1 == LONGEST_PIECE) {
          line.append(buffer, taken, (atEnd ? i : i + 1) - taken);
          handOn(line, lines);
          taken = i + 1;
        }
      }
      line.append(buffer, taken, n - taken);
      if (in.available() == 0) {
        caughtUp.run();
      }
    }
    if (!line.isEmpty()) {
      handOn(line, lines);
    }
    caughtUp.run();
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
