package dev.attractor.cli.dev;

import dev.attractor.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;

/** Plays a model for {@code attractor dev mock-llm}. */
public interface ModelPlayer {
  /**
   * Plays until the program is stopped.
   *
   * @param port on 127.0.0.1; 0 for a free one
   * @param scripts what it answers; the lines of the first come first. Without one it always says
   *     the same
   */
  void play(Terminal terminal, int port, List<Path> scripts);
}
