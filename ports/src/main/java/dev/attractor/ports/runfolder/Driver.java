package dev.attractor.ports.runfolder;

/** The process that drives a run, as {@code run.pid} names it. */
public interface Driver {
  /** Returns its process id. */
  long pid();

  /** Returns the machine it runs on. */
  String host();

  /**
   * Returns whether it lives. Of another machine's process nobody here knows; it counts as living.
   */
  boolean isAlive();

  /**
   * Asks it to stop, or ends it at once.
   *
   * @throws dev.attractor.ports.AttractorException when it runs on another machine
   */
  void signal(boolean atOnce);
}
