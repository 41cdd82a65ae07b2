package dev.attractor.cli;

import picocli.CommandLine.Parameters;

/** The run that a command looks at. */
final class RunArgument {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      defaultValue = "latest",
      description = "A folder, an id, the beginning of an id, or latest.")
  private String run = "latest";

  String text() {
    return run;
  }
}
