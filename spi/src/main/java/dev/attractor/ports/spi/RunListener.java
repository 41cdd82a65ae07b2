package dev.attractor.ports.spi;

/**
 * Hears what happens in runs. It cannot change them: it is told in a thread of its own, and what it
 * throws is shown as a warning. A run does not end before its listeners have heard everything, but
 * waits no longer than ten seconds.
 *
 * @since 0.1
 */
public interface RunListener {
  /** Returns the name it is known by in messages: {@code [a-z][a-z0-9_-]*}. */
  String name();

  /**
   * A fact was written down. Facts of one run come in order; those of its branches come between
   * them. Called by one thread at a time.
   */
  void happened(RunFact fact);
}
