package dev.attractor.cli;

import picocli.CommandLine;

/** Commands that look at runs. */
final class InspectCommands implements Commands {
  @Override
  public void addTo(CommandLine line, Terminal terminal) {
    line.addSubcommand(new StatusCommand(terminal));
    line.addSubcommand(new ListCommand(terminal));
    line.addSubcommand(new LogsCommand(terminal));
    line.addSubcommand(new DiffCommand(terminal));
    line.addSubcommand(new ExplainCommand(terminal));
    line.addSubcommand(new ReplayCommand(terminal));
  }
}
