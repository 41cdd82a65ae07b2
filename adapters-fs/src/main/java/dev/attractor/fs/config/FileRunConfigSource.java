package dev.attractor.fs.config;

import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.FromOutside;
import dev.attractor.fs.file.Json;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.config.ConfigNames;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.config.RunConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Run configurations in files. */
public final class FileRunConfigSource implements RunConfigSource {
  private final Map<String, String> variables;

  /** Makes a source; values refer to the variables of this environment. */
  public FileRunConfigSource(HostEnvironment host) {
    this.variables = host.variables();
  }

  @Override
  public RunConfig read(Path file, ConfigNames names) {
    return RunConfigJson.read(file, text(file), variables, names);
  }

  private static String text(Path file) {
    if (!Files.isRegularFile(file)) {
      throw AttractorException.usage(
          "there is no configuration file " + file, "check --config, or leave it out");
    }
    try {
      return FromOutside.text(file);
    } catch (IOException e) {
      throw AttractorException.usage(
          "cannot read %s: %s".formatted(file, AtomicFile.describe(e)), "check its rights");
    }
  }

  @Override
  public String schema() {
    return RunConfigSchema.TEXT;
  }

  @Override
  public List<Explained> explain(Optional<Path> file, ConfigNames names) {
    RunConfig config = file.map(path -> read(path, names)).orElse(RunConfig.DEFAULT);
    JsonNode written =
        file.map(path -> RunConfigJson.parsed(path, text(path)).root())
            .orElseGet(() -> Json.FILE.createObjectNode());
    List<Explained> values = new ArrayList<>();
    collect("", RunConfigJson.write(config), written, file, values);
    return values;
  }

  private static void collect(
      String path, JsonNode counts, JsonNode written, Optional<Path> file, List<Explained> values) {
    if (counts.isObject() && !counts.isEmpty()) {
      counts
          .properties()
          .forEach(e ->
              collect(
                  path.isEmpty() ? e.getKey() : path + "." + e.getKey(),
                  e.getValue(),
                  written.path(e.getKey()),
                  file,
                  values));
    } else {
      values.add(
          new Explained(
              path,
              Json.LINE.writeValueAsString(counts),
              written.isMissingNode() ? "default" : file.map(Path::toString).orElse("default")));
    }
  }
}
