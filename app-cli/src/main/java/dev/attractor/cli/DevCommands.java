package dev.attractor.cli;

import picocli.CommandLine;

/** Tools for those who write pipelines and plugins. */
final class DevCommands implements Commands {
  @Override
  public void addTo(CommandLine line, Terminal terminal) {
    line.addSubcommand(
        new CommandLine(new DevCommand()).addSubcommand(new MockLlmCommand(terminal)));
  }
}
