package dev.attractor.fs.file;

import dev.attractor.domain.secret.Redactor;
import java.util.ArrayList;
import java.util.function.UnaryOperator;
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
    clean(json, redactor::text);
    return Json.FILE.writeValueAsString(json) + "\n";
  }

  /** Returns a line for programs, with its line break. */
  static String line(ObjectNode json, Redactor redactor) {
    clean(json, redactor::text);
    return Json.LINE.writeValueAsString(json) + "\n";
  }

  /** Returns JSON, itself where it can be changed, with each of its texts told in another way. */
  public static JsonNode clean(JsonNode node, UnaryOperator<String> said) {
    switch (node) {
      case ObjectNode object ->
          new ArrayList<>(object.propertyNames())
              .forEach(name -> object.set(name, clean(object.get(name), said)));
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, clean(array.get(i), said));
        }
      }
      case StringNode text -> {
        return StringNode.valueOf(said.apply(text.asString()));
      }
      default -> {}
    }
    return node;
  }
}
