package dev.attractor.fs.catalog;

import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.FromOutside;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.Shipped;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.catalog.ModelCatalog;
import dev.attractor.ports.catalog.ModelCatalog.Model;
import dev.attractor.ports.catalog.ModelCatalogFiles;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** LiteLLM's {@code model_prices_and_context_window.json}. */
public final class LiteLlmCatalog implements ModelCatalogFiles {
  /** US dollars for one token. */
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000);

  private static final int DECIMALS = 30;

  @Override
  public String pinnedText() {
    return Shipped.text(LiteLlmCatalog.class, "models.json");
  }

  @Override
  public String text(Path file) {
    try {
      return FromOutside.text(file);
    } catch (IOException e) {
      throw AttractorException.usage(
          "cannot read the catalog of models %s: %s".formatted(file, AtomicFile.describe(e)),
          "use LiteLLM's model_prices_and_context_window.json");
    }
  }

  @Override
  public ModelCatalog parse(String text) {
    return FromOutside.read(
        () -> {
          JsonNode json = Json.LINE.readTree(text);
          if (!json.isObject()) {
            throw notACatalog("it is no JSON object");
          }
          return catalog(json);
        },
        (why, _) -> notACatalog(why));
  }

  private static ModelCatalog catalog(JsonNode json) {
    Map<String, Model> models = new HashMap<>();
    json.properties()
        .forEach(e -> {
          Model model = model(e.getValue());
          models.put(e.getKey(), model);
          models.putIfAbsent(e.getKey().substring(e.getKey().lastIndexOf('/') + 1), model);
        });
    return new ModelCatalog(models);
  }

  private static Model model(JsonNode json) {
    BigDecimal input = price(json, "input_cost_per_token", BigDecimal.ZERO);
    return new Model(
        input,
        price(json, "cache_read_input_token_cost", input),
        price(json, "output_cost_per_token", BigDecimal.ZERO));
  }

  private static BigDecimal price(JsonNode json, String name, BigDecimal otherwise) {
    JsonNode price = json.path(name);
    if (!price.isNumber()) {
      return otherwise;
    }
    BigDecimal known = price.decimalValue();
    if (known.signum() < 0 || known.compareTo(MOST) > 0 || known.scale() > DECIMALS) {
      throw new IllegalArgumentException("%s of a model is %s".formatted(name, known));
    }
    return known;
  }

  private static AttractorException notACatalog(String why) {
    return AttractorException.usage(
        "that is no catalog of models: " + why,
        "use LiteLLM's model_prices_and_context_window.json");
  }
}
