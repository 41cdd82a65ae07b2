package dev.attractor.cli.dev;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code attractor dev}: tools for those who write pipelines and plugins. */
@Command(
    name = "dev",
    description = "Tools for trying things out: mock-llm is a model that is played.")
final class DevCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no tool is given");
  }
}
