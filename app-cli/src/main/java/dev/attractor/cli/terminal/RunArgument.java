package dev.attractor.cli.terminal;

import picocli.CommandLine.Parameters;

/** The run that a command looks at. */
public final class RunArgument {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      defaultValue = "latest",
      description = "A folder, an id, the beginning of an id, or latest.")
  private String run = "latest";

  /** Returns it as it was typed. */
  public String text() {
    return run;
  }
}
