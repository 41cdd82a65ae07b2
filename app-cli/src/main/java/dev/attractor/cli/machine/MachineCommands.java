package dev.attractor.cli.machine;

import dev.attractor.cli.terminal.Commands;
import dev.attractor.cli.terminal.Terminal;
import picocli.CommandLine;

/** Commands that look at this machine and what it is set to. */
public final class MachineCommands implements Commands {
  @Override
  public void addTo(CommandLine line, Terminal terminal) {
    line.addSubcommand(new DoctorCommand(terminal));
    line.addSubcommand(
        new CommandLine(new ConfigCommand())
            .addSubcommand(new ConfigCommand.Show(terminal))
            .addSubcommand(new ConfigCommand.Schema(terminal)));
    line.addSubcommand(new PluginsCommand(terminal));
  }
}
