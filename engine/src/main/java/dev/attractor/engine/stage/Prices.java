package dev.attractor.engine.stage;

import dev.attractor.domain.agent.Usage;
import dev.attractor.ports.catalog.ModelCatalog;
import dev.attractor.ports.catalog.ModelCatalogFiles;
import dev.attractor.ports.spi.AgentResult;
import jakarta.inject.Inject;
import java.util.Optional;

/** What the use of a model costs where its provider does not say. */
final class Prices {
  private final ModelCatalogFiles catalogs;
  private volatile Optional<ModelCatalog> catalog = Optional.empty();

  @Inject
  Prices(ModelCatalogFiles catalogs) {
    this.catalogs = catalogs;
  }

  /**
   * Returns the result with a cost.
   *
   * @param model as the agent or the pipeline names it; may be empty
   */
  AgentResult complete(AgentResult result, String model) {
    Usage usage = result.usage();
    if (usage.costUsd().signum() > 0 || usage.equals(Usage.NONE)) {
      return result;
    }
    return catalog()
        .find(model)
        .map(known -> result.withUsage(usage.withCost(known.cost(usage))))
        .orElse(result);
  }

  /** Read when it is needed: a pipeline without agents needs none. */
  private ModelCatalog catalog() {
    ModelCatalog found = catalog.orElseGet(catalogs::pinned);
    catalog = Optional.of(found);
    return found;
  }
}
