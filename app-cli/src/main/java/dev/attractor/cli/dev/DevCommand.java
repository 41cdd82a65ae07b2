package dev.attractor.cli.dev;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code attractor dev}: tools for those who write pipelines and plugins. */
@Command(description = "Tools for trying things out: mock-llm is a model that is played.")
final class DevCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(requireNonNull(spec).commandLine(), "no tool is given");
  }
}
