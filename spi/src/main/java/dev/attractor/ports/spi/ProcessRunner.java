package dev.attractor.ports.spi;

/**
 * Runs programs, each in a session and process group of its own.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ProcessRunner {
  /**
   * Runs a program and waits for its end. When this returns, no process of its group is left
   * running. Ends it early on a time-out, on cancellation and when the listener has heard enough.
   */
  ProcessResult run(ProcessSpec spec, ProcessListener listener);
}
