package dev.attractor.engine.agent;

import dev.attractor.domain.agent.Usage;
import dev.attractor.ports.catalog.ModelCatalog;
import dev.attractor.ports.catalog.ModelCatalogFiles;
import dev.attractor.ports.spi.AgentResult;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the use of a model costs where its provider does not say. */
@Singleton // it keeps the catalogs it has read
final class Prices {
  private final ModelCatalogFiles files;
  private final Map<Optional<Path>, ModelCatalog> catalogs = new ConcurrentHashMap<>();

  @Inject
  Prices(ModelCatalogFiles files) {
    this.files = files;
  }

  /**
   * Returns the result with a cost.
   *
   * @param model as the agent or the pipeline names it; may be empty
   * @param catalog the one that the run has kept; empty for the pinned one
   */
  AgentResult complete(AgentResult result, String model, Optional<Path> catalog) {
    Usage usage = result.usage();
    if (usage.costUsd().signum() > 0 || usage.equals(Usage.NONE)) {
      return result;
    }
    return catalogs
        .computeIfAbsent(
            catalog, kept -> files.parse(kept.map(files::text).orElseGet(files::pinnedText)))
        .find(model)
        .map(known -> result.withUsage(usage.withCost(known.cost(usage))))
        .orElse(result);
  }
}
