package dev.attractor.ports.spi;

/**
 * Hears what a program prints, line by line as it comes. A line of more than a million characters
 * comes in pieces. Lines of one stream come in order; the two streams are heard by two threads.
 *
 * @since 0.1
 */
public interface ProcessListener {
  /** A line of standard output, without its end. */
  void stdout(String line);

  /** A line of the error output, without its end. */
  void stderr(String line);

  /**
   * All that was printed so far has been heard: nothing more may come for a long time. Whoever
   * collects lines passes them on now. Either of the two threads may call it; it is called once
   * more when there is nothing left to hear.
   */
  default void caughtUp() {}

  /** Returns whether the program may be ended because nothing good can come any more. */
  default boolean enough() {
    return false;
  }
}
