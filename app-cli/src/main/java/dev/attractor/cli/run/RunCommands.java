package dev.attractor.cli.run;

import dev.attractor.cli.terminal.Commands;
import java.util.List;

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
  public List<Entry> entries() {
    return List.of(
        Entry.of(
            "run",
            "Runs a pipeline in a git worktree of its own, on a branch of its own.",
            terminal -> new RunCommand(terminal, program)),
        Entry.of(
            "resume",
            "Goes on with a run that was interrupted or canceled.",
            terminal -> new ResumeCommand(terminal, program)));
  }
}
