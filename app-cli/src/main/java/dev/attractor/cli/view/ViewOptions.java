package dev.attractor.cli.view;

import dev.attractor.cli.screen.Screen;
import dev.attractor.cli.terminal.Terminal;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How commands that go on for a while tell what happens. */
public final class ViewOptions {
  @Option(
      names = "--plain",
      description = "Lines, one after another, where a terminal would have a view that changes.")
  private boolean plain;

  @Option(
      names = "--porcelain",
      description = "The key=value lines on stdout, also where that is a terminal.")
  private boolean porcelain;

  /** Returns where to draw; empty when lines are to be printed. */
  public Optional<Screen> screen(Terminal terminal) {
    boolean isColourless = !terminal.host().variables().getOrDefault("NO_COLOR", "").isEmpty();
    return plain || isColourless ? Optional.empty() : terminal.screen();
  }

  /**
   * Returns the same for a command whose output is made to be printed: what another program does
   * with it may come to the same terminal, and would run through a view.
   */
  public Optional<Screen> screenOfAFollower(Terminal terminal) {
    return terminal.isOutSeen() ? screen(terminal) : Optional.empty();
  }

  /** Returns whether key=value lines go to the standard output. */
  public boolean isForPrograms(Terminal terminal) {
    return porcelain || !terminal.isOutSeen();
  }
}
