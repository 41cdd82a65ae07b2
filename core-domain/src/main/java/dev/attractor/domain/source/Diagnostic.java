package dev.attractor.domain.source;

/**
 * One finding about a pipeline: what is wrong, where, and what to do about it.
 *
 * @param rule the id of the rule that found it, lower case with underscores
 * @param severity how much it matters
 * @param message what is wrong, one sentence without a full stop
 * @param position where
 * @param hint what to do, or an empty text
 */
public record Diagnostic(
    String rule, Severity severity, String message, SourcePosition position, String hint) {
  /** Of a source line that is shown, in characters. */
  private static final int WIDEST = 200;

  /** Of a message or a hint, which may quote what somebody wrote, in characters. */
  private static final int LONGEST = 2_000;

  /** Makes a diagnostic that keeps the pipeline from running. */
  public static Diagnostic error(
      String rule, SourcePosition position, String message, String hint) {
    return new Diagnostic(rule, Severity.ERROR, message, position, hint);
  }

  /** Makes a diagnostic that the author should know about but that stops nothing. */
  public static Diagnostic warning(
      String rule, SourcePosition position, String message, String hint) {
    return new Diagnostic(rule, Severity.WARNING, message, position, hint);
  }

  /** Makes a diagnostic for those who want to know everything. */
  public static Diagnostic remark(
      String rule, SourcePosition position, String message, String hint) {
    return new Diagnostic(rule, Severity.INFO, message, position, hint);
  }

  /** Returns whether this keeps the pipeline from running. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /**
   * Returns the diagnostic as people read it: {@code file:line:column: severity: message [rule]},
   * the source line, of a long one what is around the place, with a caret under it, and the hint.
   */
  public String render(SourceText source) {
    StringBuilder out = new StringBuilder();
    out.append(source.name()).append(':').append(position).append(": ");
    out.append(severity.word())
        .append(": ")
        .append(cut(message))
        .append(" [")
        .append(rule)
        .append(']');
    String line = source.line(position.line());
    if (!line.isBlank()) {
      String number = Integer.toString(position.line());
      int at = Math.min(position.column() - 1, line.length());
      int from = line.length() <= WIDEST ? 0 : Math.max(0, at - WIDEST / 2);
      String shown = line.substring(from, Math.min(line.length(), from + WIDEST));
      out.append("\n  ").append(number).append(" | ").append(shown.replace('\t', ' '));
      out.append("\n  ").append(" ".repeat(number.length())).append(" | ");
      out.append(" ".repeat(at - from)).append('^');
    }
    if (!hint.isEmpty()) {
      out.append("\n  hint: ").append(cut(hint));
    }
    return out.toString();
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
