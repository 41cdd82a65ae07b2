package dev.attractor.fs.config;

import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.Items;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.simulate.OutcomeScript;
import dev.attractor.fs.file.FromOutside;
import dev.attractor.fs.file.ItemsJson;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.Yaml;
import dev.attractor.fs.status.StatusJson;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.config.OutcomeScripts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Invented outcomes in YAML or JSON. */
public final class FileOutcomeScripts implements OutcomeScripts {
  /** Of a fan-out over a list: what the list holds. */
  private static final String ITEMS = "items";

  @Override
  public OutcomeScript read(Path file) {
    return FromOutside.read(
        () -> script(Yaml.MAPPER.readTree(FromOutside.text(file))), (why, _) -> wrong(file, why));
  }

  private static OutcomeScript script(JsonNode root) {
    if (!root.isObject()) {
      throw new IllegalArgumentException("it does not map node ids to lists of outcomes");
    }
    Map<NodeId, List<Outcome>> outcomes = new LinkedHashMap<>();
    Map<NodeId, Items> lists = new LinkedHashMap<>();
    root.properties()
        .forEach(e -> {
          Optional<NodeId> node = NodeId.of(e.getKey()); // what names none is nobody's
          if (e.getValue().path(ITEMS).isArray()) {
            Items items = ItemsJson.of(e.getValue().path(ITEMS));
            node.ifPresent(id -> lists.put(id, items));
          } else {
            List<Outcome> reported = list(e.getKey(), e.getValue());
            node.ifPresent(id -> outcomes.put(id, reported));
          }
        });
    return new OutcomeScript(outcomes, lists);
  }

  /**
   * Returns what the attempts of a node report.
   *
   * @throws IllegalArgumentException when it is no list of outcomes
   */
  static List<Outcome> list(String node, JsonNode value) {
    if (!value.isArray() || value.isEmpty()) {
      throw new IllegalArgumentException("the outcomes of %s are not a list".formatted(node));
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (JsonNode item : value) {
      JsonNode report =
          item.isObject() ? item : Json.LINE.createObjectNode().put("status", item.asString());
      outcomes.add(StatusJson.read(report).toOutcome());
    }
    return outcomes;
  }

  private static AttractorException wrong(Path file, String why) {
    return AttractorException.usage(
        "%s holds no outcomes: %s".formatted(file, why),
        "write, for example: test: [fail, success]");
  }
}
