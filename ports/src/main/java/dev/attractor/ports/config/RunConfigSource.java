package dev.attractor.ports.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads run configurations. */
public interface RunConfigSource {
  /**
   * Reads a YAML or JSON file.
   *
   * @param names what names in it stand for
   * @throws dev.attractor.ports.AttractorException when it is missing or wrong; the message names
   *     the place
   */
  RunConfig read(Path file, ConfigNames names);

  /**
   * Returns the values that count, and where each comes from.
   *
   * @param file as for {@link #read}; empty for none
   */
  List<Explained> explain(Optional<Path> file, ConfigNames names);

  /** Returns the JSON Schema of configurations, for editors. */
  String schema();

  /**
   * A value of a configuration.
   *
   * @param key as it is written, with dots
   * @param value as JSON
   * @param origin the file, or {@code default}
   */
  record Explained(String key, String value, String origin) {}
}
