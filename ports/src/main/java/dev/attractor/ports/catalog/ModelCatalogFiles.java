package dev.attractor.ports.catalog;

import java.nio.file.Path;
import java.util.Set;

/** Catalogs of models in files, in LiteLLM's form: a JSON object with a key for each model. */
@FunctionalInterface
public interface ModelCatalogFiles {
  /**
   * Returns the names of the models; a name with a provider before a slash counts without it, too.
   *
   * @throws dev.attractor.ports.Problem when the file is missing or no catalog
   */
  Set<String> models(Path file);
}
