package dev.attractor.cli.dev;

import dev.attractor.cli.terminal.Commands;
import dev.attractor.cli.terminal.Terminal;
import picocli.CommandLine;

/** Tools for those who write pipelines and plugins. */
public final class DevCommands implements Commands {
  @Override
  public void addTo(CommandLine line, Terminal terminal) {
    line.addSubcommand(
        new CommandLine(new DevCommand()).addSubcommand(new MockLlmCommand(terminal)));
  }
}
