package dev.attractor.domain.run;

import java.util.regex.Pattern;

/**
 * The name of a run, or of a run inside one: part of names of refs and folders, so it is checked
 * wherever a text comes in (SEMANTICS §10, §11).
 *
 * @param text letters, digits, {@code _}, {@code -}, and dots between those of runs inside
 */
public record RunId(String text) {
  /** How many signs the id of a run has at most that is inside no other. */
  public static final int LONGEST = 64;

  /** On the command line: the newest run, whatever it is called. */
  private static final String NEWEST = "latest";

  private static final Pattern OUTERMOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");
  private static final Pattern ANY =
      Pattern.compile(OUTERMOST.pattern() + "(\\.[A-Za-z0-9_][A-Za-z0-9_-]*)*");

  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException when it cannot be the id of a run
   */
  public RunId {
    if (!ANY.matcher(text).matches() || text.endsWith(".lock")) {
      throw new IllegalArgumentException("'%s' cannot be a run id".formatted(text));
    }
  }

  /** Returns whether a run that is inside no other can be called so. */
  public static boolean isForOutermost(String text) {
    return text.length() <= LONGEST
        && OUTERMOST.matcher(text).matches()
        && !BranchNames.isTaken(text)
        && !text.equals(NEWEST);
  }
}
