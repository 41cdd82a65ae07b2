package dev.attractor.cli.view;

import static dev.attractor.cli.terminal.Arguments.flag;

import dev.attractor.cli.screen.Screen;
import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.Terminal;
import java.util.Optional;

/** How commands that go on for a while tell what happens. */
public final class ViewOptions {
  private boolean plain;
  private boolean porcelain;

  /** Adds these to what a command takes. */
  public Arguments addTo(Arguments arguments) {
    return arguments
        .with(
            flag(given -> plain = given, "--plain")
                .description(
                    "Lines, one after another, where a terminal would have a view that changes."))
        .with(
            flag(given -> porcelain = given, "--porcelain")
                .description("The key=value lines on stdout, also where that is a terminal."));
  }

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
