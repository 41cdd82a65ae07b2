package dev.attractor.ports;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where the program runs: read once at the start, so that nothing else has to ask the system.
 *
 * @param variables the environment
 * @param home the home folder
 * @param directory the current folder
 */
public record HostEnvironment(Map<String, String> variables, Path home, Path directory) {
  public HostEnvironment {
    variables = Map.copyOf(variables);
  }
}
