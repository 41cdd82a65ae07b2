package dev.attractor.ports.spi;

import static java.util.Objects.requireNonNull;

/**
 * One result of a check before a run.
 *
 * @param check what was checked, lower case with underscores
 * @param level how it came out
 * @param message what was found
 * @param remedy what to do about it; empty when there is nothing to do
 * @since 0.1
 */
public record Finding(String check, Level level, String message, String remedy) {
  public Finding {
    requireNonNull(check, "check is null");
    requireNonNull(level, "level is null");
    requireNonNull(message, "message is null");
    requireNonNull(remedy, "remedy is null");
  }

  /** How a check came out; only {@link #FAIL} keeps a run from starting. */
  public enum Level {
    PASS,
    WARN,
    FAIL
  }

  /** Returns a check that passed. */
  public static Finding pass(String check, String message) {
    return new Finding(check, Level.PASS, message, "");
  }

  /** Returns a check that leaves a doubt. */
  public static Finding warn(String check, String message, String remedy) {
    return new Finding(check, Level.WARN, message, remedy);
  }

  /** Returns a check that failed. */
  public static Finding fail(String check, String message, String remedy) {
    return new Finding(check, Level.FAIL, message, remedy);
  }
}
