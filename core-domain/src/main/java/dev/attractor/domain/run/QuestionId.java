package dev.attractor.domain.run;

import java.util.regex.Pattern;

/**
 * The name of a question to a person, which tells it from all others of the run that people know
 * and of those inside it. Question and answer lie in files of this name (SEMANTICS §9).
 *
 * @param text letters, digits, {@code _}, {@code -}, and dots behind the runs that it lies in
 */
public record QuestionId(String text) {
  private static final Pattern WORDS =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*(\\.[A-Za-z0-9_][A-Za-z0-9_-]*)*");

  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException when no question can be called so
   */
  public QuestionId {
    if (!WORDS.matcher(text).matches()) {
      throw new IllegalArgumentException("'%s' cannot be the id of a question".formatted(text));
    }
  }

  /**
   * Returns how the question of an attempt is called.
   *
   * @param run the run that asks; of a branch or a part its own
   */
  public static QuestionId of(RunId run, Attempt attempt) {
    String stage = "%s-v%d-a%d".formatted(attempt.nodeId(), attempt.visit(), attempt.number());
    int outermost = run.outermost().text().length();
    return new QuestionId(
        run.isInside() ? run.text().substring(outermost + 1) + "." + stage : stage);
  }

  /** Returns the name of the file that holds the question, and of that with its answer. */
  public String file() {
    return text + ".json";
  }

  /** Returns the text. */
  @Override
  public String toString() {
    return text;
  }
}
