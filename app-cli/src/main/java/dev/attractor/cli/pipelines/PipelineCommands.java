package dev.attractor.cli.pipelines;

import dev.attractor.cli.terminal.Commands;
import dev.attractor.cli.terminal.Terminal;
import picocli.CommandLine;

/** Commands that look at pipelines. */
public final class PipelineCommands implements Commands {
  @Override
  public void addTo(CommandLine line, Terminal terminal) {
    line.addSubcommand(new InitCommand(terminal));
    line.addSubcommand(new ValidateCommand(terminal));
    line.addSubcommand(new FmtCommand(terminal));
    line.addSubcommand(new GraphCommand(terminal));
    line.addSubcommand(new CheckCommand(terminal));
    line.addSubcommand(new SimulateCommand(terminal));
    line.addSubcommand(new TestCommand(terminal));
  }
}
