package dev.attractor.domain.source;

/**
 * A place in a source file.
 *
 * @param line from 1
 * @param column from 1, in UTF-16 units
 */
public record SourcePosition(int line, int column) implements Comparable<SourcePosition> {
  /** The place to point at when a diagnostic concerns the file as a whole. */
  public static final SourcePosition START = new SourcePosition(1, 1);

  @Override
  public int compareTo(SourcePosition other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
