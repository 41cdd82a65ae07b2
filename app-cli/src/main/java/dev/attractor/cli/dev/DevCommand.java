package dev.attractor.cli.dev;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.ports.AttractorException;

/** {@code attractor dev}: tools for those who write pipelines and plugins. */
final class DevCommand implements ProgramCommand {
  @Override
  public Arguments arguments() {
    return Arguments.of(this, "Tools for trying things out: mock-llm is a model that is played.");
  }

  @Override
  public Integer call() {
    throw AttractorException.usage("no tool is given", "attractor dev --help");
  }
}
