package dev.attractor.ports.spi;

import java.util.Map;

/**
 * What a plugin may use while it works on a stage.
 *
 * @since 0.1
 */
public interface StageRuntime {
  /** Returns the only way to start programs; they end when the stage is canceled. */
  ProcessRunner processes();

  /** Keeps a line of a program's raw output with the artifacts of the stage, secrets left out. */
  void keepOutput(Stream stream, String line);

  /** Returns the environment of Attractor itself. */
  Map<String, String> hostEnvironment();

  /** Which output. */
  enum Stream {
    STDOUT,
    STDERR
  }
}
