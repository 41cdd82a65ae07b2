package dev.attractor.fs.file;

import dev.attractor.domain.secret.Redactor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Leaves secrets out of what becomes JSON: of its texts, never of keys and numbers, and before it
 * is written, so that nothing escaped hides them and what is written stays JSON.
 */
public final class RedactedJson {
  private RedactedJson() {}

  /** Returns values as they may be written: texts, numbers, truth values, lists, maps. */
  public static Map<String, Object> of(Map<String, ?> fields, Redactor redactor) {
    Map<String, Object> clean = new LinkedHashMap<>();
    fields.forEach((key, value) -> clean.put(key, value(value, redactor)));
    return clean;
  }

  private static Object value(Object value, Redactor redactor) {
    return switch (value) {
      case String text -> redactor.field(text);
      case List<?> list -> list.stream().map(item -> value(item, redactor)).toList();
      case Map<?, ?> map -> {
        Map<String, Object> clean = new LinkedHashMap<>();
        map.forEach((key, item) -> clean.put(String.valueOf(key), value(item, redactor)));
        yield clean;
      }
      default -> value;
    };
  }

  /** Returns a file for people, with a line break at its end. */
  public static String file(ObjectNode json, Redactor redactor) {
    clean(json, redactor);
    return Json.FILE.writeValueAsString(json) + "\n";
  }

  private static JsonNode clean(JsonNode node, Redactor redactor) {
    switch (node) {
      case ObjectNode object ->
          new ArrayList<>(object.propertyNames())
              .forEach(name -> object.set(name, clean(object.get(name), redactor)));
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, clean(array.get(i), redactor));
        }
      }
      case StringNode text -> {
        return StringNode.valueOf(redactor.field(text.asString()));
      }
      default -> {}
    }
    return node;
  }
}
