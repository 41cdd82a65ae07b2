package dev.attractor.ports.catalog;

import java.nio.file.Path;

/** Catalogs of models in files, in LiteLLM's form: a JSON object with a key for each model. */
public interface ModelCatalogFiles {
  /** Returns the catalog that the program brings along. */
  ModelCatalog pinned();

  /**
   * Reads a catalog.
   *
   * @throws dev.attractor.ports.Problem when the file is missing or no catalog
   */
  ModelCatalog read(Path file);
}
