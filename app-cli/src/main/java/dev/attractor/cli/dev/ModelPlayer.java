package dev.attractor.cli.dev;

import dev.attractor.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Optional;

/** Plays a model for {@code attractor dev mock-llm}. */
public interface ModelPlayer {
  /**
   * Plays until the program is stopped.
   *
   * @param port on 127.0.0.1; 0 for a free one
   * @param script what it answers
   */
  void play(Terminal terminal, int port, Optional<Path> script);
}
