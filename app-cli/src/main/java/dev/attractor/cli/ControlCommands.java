package dev.attractor.cli;

import picocli.CommandLine;

/** Commands that do something to runs which others drive, or which are over. */
final class ControlCommands implements Commands {
  @Override
  public void addTo(CommandLine line, Terminal terminal) {
    line.addSubcommand(new WaitCommand(terminal));
    line.addSubcommand(new StopCommand(terminal));
    line.addSubcommand(new AnswerCommand(terminal));
    line.addSubcommand(new CleanCommand(terminal));
  }
}
