package dev.attractor.fs;

import dev.attractor.ports.Problem;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.config.RunConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Run configurations in files. */
final class FileRunConfigSource implements RunConfigSource {
  @Override
  public RunConfig read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Problem.usage(
          "there is no configuration file " + file, "check --config, or leave it out");
    }
    try {
      return RunConfigJson.read(file, Files.readString(file));
    } catch (IOException e) {
      throw Problem.usage(
          "cannot read %s: %s".formatted(file, WholeFile.describe(e)), "check its rights");
    }
  }
}
