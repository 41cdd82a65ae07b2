package dev.attractor.ports.config;

import java.nio.file.Path;

/** Reads run configurations. */
public interface RunConfigSource {
  /**
   * Reads a YAML or JSON file.
   *
   * @throws dev.attractor.ports.Problem when it is missing or wrong; the message names the place
   */
  RunConfig read(Path file);
}
