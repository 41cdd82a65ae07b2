package dev.attractor.domain.condition;

/** What has to hold for an edge to be followed, read once when the edge is made. */
public sealed interface Guard {
  /** Nothing: the edge is unconditional. */
  record Always() implements Guard {}

  /** A condition. */
  record When(Condition condition) implements Guard {}

  /**
   * A text that is no condition. The linter reports it, so a valid pipeline has none.
   *
   * @param problem why it cannot be read, for people
   * @param pointed the text with a caret under the place, on two lines
   */
  record Unreadable(String problem, String pointed) implements Guard {}

  /** Reads the value of a {@code condition} attribute; blank means unconditional. */
  static Guard of(String text) {
    if (text.isBlank()) {
      return new Always();
    }
    try {
      return new When(Condition.parse(text.strip()));
    } catch (ConditionSyntaxException e) {
      return new Unreadable(String.valueOf(e.getMessage()), e.pointed());
    }
  }
}
