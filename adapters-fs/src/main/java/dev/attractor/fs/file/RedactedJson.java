package dev.attractor.fs.file;

import dev.attractor.domain.secret.Redactor;
import java.util.ArrayList;
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

  /** Returns a file for people, with a line break at its end. */
  public static String file(ObjectNode json, Redactor redactor) {
    clean(json, redactor);
    return Json.FILE.writeValueAsString(json) + "\n";
  }

  /** Returns a line for programs, with its line break. */
  static String line(ObjectNode json, Redactor redactor) {
    clean(json, redactor);
    return Json.LINE.writeValueAsString(json) + "\n";
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
        return StringNode.valueOf(redactor.text(text.asString()));
      }
      default -> {}
    }
    return node;
  }
}
