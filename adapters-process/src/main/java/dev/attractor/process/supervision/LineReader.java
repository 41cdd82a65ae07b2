package dev.attractor.process.supervision;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a program's output into lines, in bounded memory however much comes without a line's end.
 */
final class LineReader {
  static final int LONGEST_PIECE = 1_000_000;

  /** Bytes; of no more of them come more signs. */
  private static final int AT_ONCE = 8192;

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
    // By hand: a reader waits for the rest of a sign, and keeps whole lines before it.
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    byte[] read = new byte[AT_ONCE];
    ByteBuffer bytes = ByteBuffer.wrap(read);
    CharBuffer signs = CharBuffer.allocate(AT_ONCE);
    StringBuilder line = new StringBuilder();
    int n;
    while ((n = in.read(read, bytes.position(), bytes.remaining())) >= 0) {
      bytes.position(bytes.position() + n);
      decoder.decode(bytes.flip(), signs, false);
      bytes.compact();
      cut(signs.flip(), line, lines);
      signs.clear();
      if (in.available() == 0) {
        caughtUp.run();
      }
    }
    decoder.decode(bytes.flip(), signs, true);
    decoder.flush(signs);
    cut(signs.flip(), line, lines);
    if (!line.isEmpty()) {
      handOn(line, lines);
    }
    caughtUp.run();
  }

  private static void cut(CharBuffer signs, StringBuilder line, Consumer<String> lines) {
    char[] buffer = signs.array();
    int n = signs.limit();
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
