package dev.attractor.cli.terminal;

import static dev.attractor.cli.terminal.Arguments.parameter;

/** The run that a command looks at. */
public final class RunArgument {
  private String run = "latest";

  /** Adds these to what a command takes. */
  public Arguments addTo(Arguments arguments) {
    return arguments.with(
        parameter(String.class, given -> run = given, "RUN")
            .index("0")
            .defaultValue("latest")
            .description("A folder, an id, the beginning of an id, or latest."));
  }

  /** Returns it as it was typed. */
  public String text() {
    return run;
  }
}
