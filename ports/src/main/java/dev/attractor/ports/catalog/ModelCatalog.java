package dev.attractor.ports.catalog;

import dev.attractor.domain.agent.Usage;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Models and their prices.
 *
 * @param models by name; where a name has a provider before a slash, also without it
 */
public record ModelCatalog(Map<String, Model> models) {
  public ModelCatalog {
    models = Map.copyOf(models);
  }

  /** Returns the names of all models. */
  public Set<String> names() {
    return models.keySet();
  }

  /** Returns the model of that name. */
  public Optional<Model> find(String name) {
    return Optional.ofNullable(models.get(name));
  }

  /**
   * A model and what a token of it costs in US dollars; 0 where nobody knows.
   *
   * @param cachedInputPrice of a token that was read from a cache
   */
  public record Model(BigDecimal inputPrice, BigDecimal cachedInputPrice, BigDecimal outputPrice) {
    /** Returns what this use of the model costs in US dollars. */
    public BigDecimal cost(Usage usage) {
      return inputPrice
          .multiply(BigDecimal.valueOf(usage.inputTokens() - usage.cachedInputTokens()))
          .add(cachedInputPrice.multiply(BigDecimal.valueOf(usage.cachedInputTokens())))
          .add(outputPrice.multiply(BigDecimal.valueOf(usage.outputTokens())));
    }
  }
}
