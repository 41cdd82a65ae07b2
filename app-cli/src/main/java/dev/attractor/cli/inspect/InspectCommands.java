package dev.attractor.cli.inspect;

import dev.attractor.cli.terminal.Commands;
import dev.attractor.cli.terminal.Terminal;
import picocli.CommandLine;

/** Commands that look at runs. */
public final class InspectCommands implements Commands {
  @Override
  public void addTo(CommandLine line, Terminal terminal) {
    line.addSubcommand(new StatusCommand(terminal));
    line.addSubcommand(new ListCommand(terminal));
    line.addSubcommand(new LogsCommand(terminal));
    line.addSubcommand(new DiffCommand(terminal));
    line.addSubcommand(new ExplainCommand(terminal));
    line.addSubcommand(new ReplayCommand(terminal));
    line.addSubcommand(new ReportCommand(terminal));
  }
}
