package dev.attractor.fs.config;

import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.Shipped;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The JSON Schema of run configurations: the one list of the keys there are. */
final class RunConfigSchema {
  /** As it is shipped for editors. */
  static final String TEXT = Shipped.text(RunConfigSchema.class, "run-config.schema.json");

  private static final JsonNode ROOT = Json.LINE.readTree(TEXT);

  private RunConfigSchema() {}

  /**
   * Returns the keys that are known at a place, in the order in which they are explained.
   *
   * @param path with a dot after each name; empty for the top
   */
  static List<String> keys(String path) {
    JsonNode schema = ROOT;
    for (String name : path.isEmpty() ? new String[0] : path.split("\\.", 0)) {
      JsonNode named = schema.path("properties").path(name);
      schema = named.isMissingNode() ? schema.path("additionalProperties") : named;
    }
    return List.copyOf(schema.path("properties").propertyNames());
  }
}
