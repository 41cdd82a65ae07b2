package dev.attractor.cli.control;

import dev.attractor.cli.terminal.Commands;
import dev.attractor.cli.terminal.Terminal;
import picocli.CommandLine;

/** Commands that do something to runs which others drive, or which are over. */
public final class ControlCommands implements Commands {
  @Override
  public void addTo(CommandLine line, Terminal terminal) {
    line.addSubcommand(new WaitCommand(terminal));
    line.addSubcommand(new StopCommand(terminal));
    line.addSubcommand(new AnswerCommand(terminal));
    line.addSubcommand(new MergeCommand(terminal));
    line.addSubcommand(new CleanCommand(terminal));
  }
}
