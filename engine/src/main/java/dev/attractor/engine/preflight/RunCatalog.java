package dev.attractor.engine.preflight;

import dev.attractor.ports.AttractorException;
import dev.attractor.ports.catalog.ModelCatalog;
import dev.attractor.ports.catalog.ModelCatalogFiles;
import dev.attractor.ports.catalog.ModelCatalogSource;
import dev.attractor.ports.config.CatalogConfig;
import dev.attractor.ports.spi.Finding;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Chooses the catalog of models that a run keeps a copy of. */
final class RunCatalog {
  private final ModelCatalogFiles files;
  private final ModelCatalogSource source;

  @Inject
  RunCatalog(ModelCatalogFiles files, ModelCatalogSource source) {
    this.files = files;
    this.source = source;
  }

  /**
   * A catalog.
   *
   * @param text as the run keeps it
   * @param models what it says, read when an agent is asked for
   * @param finding what came of fetching it, if that was tried
   */
  record Chosen(String text, Supplier<ModelCatalog> models, Optional<Finding> finding) {}

  /**
   * Chooses a catalog for a new run. One that cannot be fetched is only a doubt: the run begins
   * with the other one.
   *
   * @throws AttractorException when the file that the configuration names is missing or no catalog
   */
  Chosen choose(CatalogConfig config) {
    Chosen kept =
        config
            .path()
            .map(file -> read(files.text(file)))
            .orElseGet(() -> unread(files.pinnedText()));
    return config.url().map(url -> fetched(url, config, kept)).orElse(kept);
  }

  private Chosen fetched(URI url, CatalogConfig config, Chosen kept) {
    try {
      String text = source.fetch(url, config.fetchTimeout());
      ModelCatalog models = files.parse(text);
      return new Chosen(
          text,
          () -> models,
          Optional.of(
              Finding.pass(
                  "model_catalog",
                  "the catalog at %s has %d models".formatted(url, models.names().size()))));
    } catch (AttractorException e) {
      return new Chosen(
          kept.text(),
          kept.models(),
          Optional.of(
              Finding.warn(
                  "model_catalog",
                  e.getMessage() + "; the run begins with the catalog that was there before",
                  e.hint())));
    }
  }

  /** Returns the catalog that a run has kept, or the pinned one if it is older than that. */
  Chosen keptBy(Optional<Path> file) {
    return unread(file.map(files::text).orElseGet(files::pinnedText));
  }

  /** What a person names is read at once, so that a mistake is told. */
  private Chosen read(String text) {
    ModelCatalog models = files.parse(text);
    return new Chosen(text, () -> models, Optional.empty());
  }

  private Chosen unread(String text) {
    return new Chosen(text, () -> files.parse(text), Optional.empty());
  }
}
