package dev.attractor.domain.pipeline;

import dev.attractor.domain.source.SourcePosition;

/**
 * One {@code name=value} of a node, an edge or the graph.
 *
 * @param name the canonical name; aliases are resolved when the file is read (SEMANTICS §1)
 * @param value the text after unquoting and escapes
 * @param position where the name stands
 * @param alias the alias that the file has in place of the name, or empty
 */
public record Attribute(String name, String value, SourcePosition position, String alias) {
  /** Makes an attribute that was written by its name. */
  public Attribute(String name, String value, SourcePosition position) {
    this(name, value, position, "");
  }

  /** Returns the name as it stands in the file, for messages. */
  public String written() {
    return alias.isEmpty() ? name : alias;
  }

  /** Returns whether it was written by an alias. */
  public boolean isByAlias() {
    return !alias.isEmpty();
  }

  /** Returns the same attribute with another value. */
  public Attribute withValue(String other) {
    return new Attribute(name, other, position, alias);
  }
}
