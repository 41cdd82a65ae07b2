package dev.attractor.ports;

import org.jspecify.annotations.Nullable;

/**
 * Something outside the pipeline is wrong and the work cannot go on. The message says what and
 * where, the hint what to do. A run that was under way keeps its journal and can be resumed.
 */
public final class AttractorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Who has to act. */
  public enum Kind {
    /** The person at the command line: an option, a file or the repository is not as needed. */
    USAGE,
    /** The machine: a disk, a permission, a damaged file. */
    MACHINE,
    /** Somebody else, for a time: what is needed is held. Nothing is wrong; later it will go. */
    BUSY
  }

  private final Kind kind;
  private final String hint;

  private AttractorException(Kind kind, String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.hint = hint;
  }

  /** Returns a problem that the caller of the program can solve. */
  public static AttractorException usage(String message, String hint) {
    return new AttractorException(Kind.USAGE, message, hint, null);
  }

  /** Returns a problem of the machine. */
  public static AttractorException machine(String message, String hint) {
    return new AttractorException(Kind.MACHINE, message, hint, null);
  }

  /** Returns a problem of the machine, with what the machine said. */
  public static AttractorException machine(String message, String hint, Throwable cause) {
    return new AttractorException(Kind.MACHINE, message, hint, cause);
  }

  /** Returns that somebody else holds what is needed, for longer than can be waited. */
  public static AttractorException busy(String message, String hint, Throwable cause) {
    return new AttractorException(Kind.BUSY, message, hint, cause);
  }

  /** Returns who has to act. */
  public Kind kind() {
    return kind;
  }

  /** Returns what to do; may be empty. */
  public String hint() {
    return hint;
  }
}
