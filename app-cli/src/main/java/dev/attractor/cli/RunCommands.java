package dev.attractor.cli;

import picocli.CommandLine;

/** Commands that drive a run. */
final class RunCommands implements Commands {
  private final Class<?> program;

  /**
   * Makes them.
   *
   * @param program the class to start for a run that goes on by itself
   */
  RunCommands(Class<?> program) {
    this.program = program;
  }

  @Override
  public void addTo(CommandLine line, Terminal terminal) {
    line.addSubcommand(new RunCommand(terminal, program));
    line.addSubcommand(new ResumeCommand(terminal));
  }
}
