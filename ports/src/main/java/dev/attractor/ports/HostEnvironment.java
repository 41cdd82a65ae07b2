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
    return folder("XDG_CACHE_HOME", ".cache");
  }

  /** Returns the folder of what people set: {@code ${XDG_CONFIG_HOME:-~/.config}/attractor}. */
  public Path configuration() {
    return folder("XDG_CONFIG_HOME", ".config");
  }

  /** Returns the folder of what is kept: {@code ${XDG_STATE_HOME:-~/.local/state}/attractor}. */
  public Path state() {
    return folder("XDG_STATE_HOME", ".local/state");
  }

  /**
   * Gives a program that is to be started its variables. One that is the same as ours keeps its
   * bytes, which need not be text: read and written, it would be another.
   *
   * @param inherited those of a {@link ProcessBuilder} that nobody has changed; changed here
   * @param wanted all that it is to have
   */
  public static void give(Map<String, String> inherited, Map<String, String> wanted) {
    inherited.keySet().retainAll(wanted.keySet());
    wanted.forEach((name, value) -> {
      if (!value.equals(inherited.get(name))) {
        inherited.put(name, value);
      }
    });
  }

  private Path folder(String variable, String usual) {
    return Optional.ofNullable(variables.get(variable))
        .filter(path -> !path.isBlank())
        .map(Path::of)
        .filter(Path::isAbsolute) // as its inventors ask: it would lie in each repository
        .orElse(home.resolve(usual))
        .resolve("attractor");
  }
}
