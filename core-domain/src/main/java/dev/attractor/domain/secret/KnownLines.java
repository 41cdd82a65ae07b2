package dev.attractor.domain.secret;

import java.util.ArrayList;
import java.util.List;

/** The lines of a text, which comes piece by piece, in which values of secret variables end. */
public final class KnownLines {
  private final Scan stream;
  private final List<Long> lines = new ArrayList<>();
  private long line = 1;

  KnownLines(Scan stream) {
    this.stream = stream;
  }

  /** Looks at the next piece. */
  public void take(String piece) {
    int from = 0;
    while (from < piece.length()) {
      int end = piece.indexOf('\n', from);
      int to = end < 0 ? piece.length() : end + 1;
      stream.take(piece.substring(from, to));
      if (stream.foundKnown() && (lines.isEmpty() || lines.getLast() != line)) {
        lines.add(line);
      }
      line += end < 0 ? 0 : 1;
      from = to;
    }
  }

  /** Returns them so far, counted by line feeds from 1. */
  public List<Long> found() {
    return List.copyOf(lines);
  }
}
