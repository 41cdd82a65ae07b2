package dev.attractor.ports.spi;

import dev.attractor.domain.outcome.Outcome;

/**
 * Executes the stages of a type that a plugin adds: nodes with {@code type=<its type>}. Stateless
 * and safe for use by several threads.
 *
 * @since 0.1
 */
public interface CustomStageHandler {
  /** Returns the type: {@code [a-z][a-z0-9_-]*}, none of the built-in ones. */
  String type();

  /**
   * Executes one attempt. When it returns, nothing it started is running any more. A failure is an
   * outcome with a class and a reason (SEMANTICS §4); an exception is a defect of the plugin and
   * fails the stage, but a {@link java.io.UncheckedIOException} is trouble of the machine and ends
   * the run, which can be resumed. Some seconds after the time-out or a stop the calling thread is
   * interrupted; one that does not end then is left behind.
   */
  Outcome execute(StageTask task, StageRuntime runtime);
}
