package dev.attractor.domain.pipeline;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a node. It becomes the name of a folder and part of names of refs; whoever has one need
 * not look at its text again (SEMANTICS §1, §10). They are ordered by the text.
 *
 * @param value letters, digits and {@code _}, not beginning with a digit
 */
public record NodeId(String value) implements Comparable<NodeId> {
  private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException when it cannot be the id of a node
   */
  public NodeId {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException("not the id of a node: " + value);
    }
  }

  /** Returns the id of that text; empty when no node can be called so. */
  public static Optional<NodeId> of(String text) {
    return isWellFormed(text) ? Optional.of(new NodeId(text)) : Optional.empty();
  }

  private static boolean isWellFormed(String text) {
    return WELL_FORMED.matcher(text).matches();
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  /** Returns the text. */
  @Override
  public String toString() {
    return value;
  }
}
