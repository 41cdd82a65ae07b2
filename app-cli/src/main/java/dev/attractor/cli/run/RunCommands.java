package dev.attractor.cli.run;

import dev.attractor.cli.terminal.Commands;
import dev.attractor.cli.terminal.Terminal;
import picocli.CommandLine;

/** Commands that drive a run. */
public final class RunCommands implements Commands {
  private final Class<?> program;

  /**
   * Makes them.
   *
   * @param program the class to start for a run that goes on by itself
   */
  public RunCommands(Class<?> program) {
    this.program = program;
  }

  @Override
  public void addTo(CommandLine line, Terminal terminal) {
    line.addSubcommand(new RunCommand(terminal, program));
    line.addSubcommand(new ResumeCommand(terminal, program));
  }
}
