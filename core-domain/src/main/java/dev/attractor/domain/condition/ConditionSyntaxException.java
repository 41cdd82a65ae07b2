package dev.attractor.domain.condition;

/** A text that is no condition. The message says why and is meant for people. */
public final class ConditionSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String text;
  private final int offset;

  ConditionSyntaxException(String text, int offset, String message) {
    super(message);
    this.text = text;
    this.offset = offset;
  }

  /** Returns the text with a caret under the place, on two lines without an end of line. */
  public String pointed() {
    String line = text.replaceAll("\\s", " ");
    return line + "\n" + " ".repeat(Math.min(offset, line.length())) + "^";
  }
}
