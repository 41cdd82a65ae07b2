package dev.attractor.fs.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The whole lines of a text, one after the other. What stands behind the last end of a line is
 * none: a crash has torn it.
 */
final class WholeLines {
  /** In bytes. No fact is that long, and a file of nothing but zeros is one line. */
  static final int LONGEST = 64 << 20;

  private final InputStream in;
  private final byte[] piece = new byte[1 << 16];
  private int at;
  private int end;

  WholeLines(InputStream in) {
    this.in = in;
  }

  /**
   * Returns the next line without its end; empty when there is no more.
   *
   * @throws IllegalArgumentException when it is longer than {@link #LONGEST}
   */
  Optional<String> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (at < end || refill()) {
      int from = at;
      while (at < end && piece[at] != '\n') {
        at++;
      }
      line.write(piece, from, at - from);
      if (line.size() > LONGEST) {
        throw new IllegalArgumentException("it is longer than %d MB".formatted(LONGEST >> 20));
      }
      if (at < end) {
        at++;
        return Optional.of(line.toString(StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }

  private boolean refill() throws IOException {
    at = 0;
    end = in.read(piece);
    return end > 0;
  }
}
