package dev.attractor.domain.secret;

import java.util.ArrayList;
import java.util.List;

/** Counts lines beside what looks for values. */
final class KnownLinesScan implements KnownLines {
  private final Scan stream;
  private final List<Long> lines = new ArrayList<>();
  private long line = 1;

  KnownLinesScan(Scan stream) {
    this.stream = stream;
  }

  @Override
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

  @Override
  public List<Long> found() {
    return List.copyOf(lines);
  }
}
