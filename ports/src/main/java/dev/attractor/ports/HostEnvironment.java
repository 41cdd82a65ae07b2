package dev.attractor.ports;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

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

  /**
   * Returns the folder for what can be had again: {@code ${XDG_CACHE_HOME:-~/.cache}/attractor}.
   */
  public Path cache() {
    return Optional.ofNullable(variables.get("XDG_CACHE_HOME"))
        .filter(path -> !path.isBlank())
        .map(Path::of)
        .orElse(home.resolve(".cache"))
        .resolve("attractor");
  }
}
