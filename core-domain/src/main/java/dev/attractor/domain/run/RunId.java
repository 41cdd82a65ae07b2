package dev.attractor.domain.run;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a run, or of a run inside one: part of names of refs and folders. Whoever has one
 * need not look at its text again (SEMANTICS §10, §11).
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

  /** Returns the id of a run that is inside no other; empty when none can be called so. */
  public static Optional<RunId> ofOutermost(String text) {
    return text.length() <= LONGEST
            && OUTERMOST.matcher(text).matches()
            && !BranchNames.isTaken(text)
            && !text.equals(NEWEST)
        ? Optional.of(new RunId(text))
        : Optional.empty();
  }

  /**
   * Returns the id of a run inside this one.
   *
   * @param name tells it from all others that are directly inside; without dots
   */
  public RunId inside(String name) {
    return new RunId(text + "." + name);
  }

  /** Returns whether this is a run inside another one. */
  public boolean isInside() {
    return text.indexOf('.') >= 0;
  }

  /** Returns the run that holds this one and is inside no other; this one when it is that. */
  public RunId outermost() {
    return isInside() ? new RunId(text.substring(0, text.indexOf('.'))) : this;
  }

  /** Returns what the run is called where it lies: the whole id of one that is inside no other. */
  public String name() {
    return text.substring(text.lastIndexOf('.') + 1);
  }

  /** Returns the text. */
  @Override
  public String toString() {
    return text;
  }
}
