package dev.attractor.cli.view;

import dev.attractor.domain.agent.Usage;
import java.time.Duration;
import java.util.List;

/**
 * A stage, a branch or a part, or words on the one before, before there is a width.
 *
 * @param depth how many rows it lies in
 * @param stages how many stages it tells of by itself
 * @param note what it does, or how it failed; may be empty
 */
record Row(
    Kind kind,
    Sign sign,
    int depth,
    String name,
    int stages,
    Duration worked,
    Usage usage,
    String note) {
  enum Kind {
    WORK,
    /** Words on the row before. */
    NOTE
  }

  /** Returns the same without its words, and these in a row of their own. */
  List<Row> withNoteBelow() {
    return note.isEmpty()
        ? List.of(this)
        : List.of(
            new Row(kind, sign, depth, name, stages, worked, usage, ""),
            new Row(Kind.NOTE, sign, depth + 1, "", 0, Duration.ZERO, Usage.NONE, note));
  }

  Row saying(String words) {
    return new Row(kind, sign, depth, name, stages, worked, usage, words);
  }

  boolean canBeFolded() {
    return sign.canBeFolded();
  }
}
