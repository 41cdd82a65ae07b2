package dev.attractor.domain.parallel;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a git branch that is a run's, without {@code refs/heads/}. Whoever has one need not
 * look at its text again (SEMANTICS §11).
 *
 * @param text one that git takes; stricter than git with what could be taken for an option or a
 *     lock
 */
public record BranchName(String text) {
  private static final Pattern WELL_FORMED =
      Pattern.compile(
          "(?!-)%1$s(/%1$s)*"
              .formatted("[^\\x00-\\x20~^:?*\\[\\\\/\\x7f.][^\\x00-\\x20~^:?*\\[\\\\/\\x7f]*"));

  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException when it cannot be the name of a branch
   */
  public BranchName {
    if (!isWellFormed(text)) {
      throw new IllegalArgumentException("'%s' cannot be the name of a branch".formatted(text));
    }
  }

  /** Returns the branch of that name; empty when none can be called so. */
  public static Optional<BranchName> of(String text) {
    return isWellFormed(text) ? Optional.of(new BranchName(text)) : Optional.empty();
  }

  private static boolean isWellFormed(String text) {
    return WELL_FORMED.matcher(text).matches()
        && !text.contains("..")
        && !text.contains("@{")
        && !text.endsWith(".")
        && !text.contains(".lock");
  }

  /** Returns what comes before its last {@code /}; empty when there is none. */
  public String prefix() {
    return text.substring(0, Math.max(0, text.lastIndexOf('/')));
  }

  /** Returns what comes after its last {@code /}. */
  public String name() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  /** Returns the text. */
  @Override
  public String toString() {
    return text;
  }
}
