package dev.attractor.ports.catalog;

import java.nio.file.Path;

/** Catalogs of models in files, in LiteLLM's form: a JSON object with a key for each model. */
public interface ModelCatalogFiles {
  /** Returns the text of the catalog that the program brings along. */
  String pinnedText();

  /**
   * Returns the text of a catalog in a file.
   *
   * @throws dev.attractor.ports.AttractorException when it cannot be read
   */
  String text(Path file);

  /**
   * Reads a catalog.
   *
   * @throws dev.attractor.ports.AttractorException when the text is none
   */
  ModelCatalog parse(String text);
}
