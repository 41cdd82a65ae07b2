package dev.attractor.fs;

import dev.attractor.ports.Problem;
import dev.attractor.ports.catalog.ModelCatalogFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** LiteLLM's {@code model_prices_and_context_window.json}. */
final class LiteLlmCatalog implements ModelCatalogFiles {
  @Override
  public Set<String> models(Path file) {
    try {
      JsonNode json = Json.LINE.readTree(Files.readString(file));
      if (!json.isObject()) {
        throw notACatalog(file, "it is no JSON object");
      }
      Set<String> names = new HashSet<>();
      json.propertyNames()
          .forEach(name -> {
            names.add(name);
            names.add(name.substring(name.lastIndexOf('/') + 1));
          });
      return names;
    } catch (JacksonException e) {
      throw notACatalog(file, e.getOriginalMessage());
    } catch (IOException e) {
      throw notACatalog(file, WholeFile.describe(e));
    }
  }

  private static Problem notACatalog(Path file, String why) {
    return Problem.usage(
        "%s is no catalog of models: %s".formatted(file, why),
        "use LiteLLM's model_prices_and_context_window.json");
  }
}
