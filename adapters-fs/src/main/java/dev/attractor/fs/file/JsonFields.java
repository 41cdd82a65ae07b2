package dev.attractor.fs.file;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How fields that many files have are written and read. */
public final class JsonFields {
  private JsonFields() {}

  /**
   * Returns the text of a field.
   *
   * @throws tools.jackson.core.JacksonException when there is no such field
   */
  public static String text(JsonNode json, String field) {
    return json.required(field).asString();
  }

  /**
   * Returns the milliseconds of a field.
   *
   * @throws tools.jackson.core.JacksonException when there is no such field
   */
  public static Duration millis(JsonNode json, String field) {
    return Duration.ofMillis(json.required(field).asLong());
  }

  /** Returns the texts of a list; none when it is missing. */
  public static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asString()));
    return texts;
  }

  /** Writes texts by name. */
  public static void writeMap(ObjectNode json, Map<String, String> map) {
    map.forEach(json::put);
  }

  /** Returns the texts of an object by name; none when it is missing. */
  public static Map<String, String> map(JsonNode json) {
    Map<String, String> map = new LinkedHashMap<>();
    json.properties().forEach(field -> map.put(field.getKey(), field.getValue().asString()));
    return map;
  }

  /** Writes whole numbers by name, in the order of the names. */
  public static void writeCounts(ObjectNode json, Map<String, Integer> counts) {
    new TreeMap<>(counts).forEach(json::put);
  }

  /** Returns the whole numbers of an object by name; none when it is missing. */
  public static Map<String, Integer> counts(JsonNode json) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    json.properties().forEach(field -> counts.put(field.getKey(), field.getValue().asInt()));
    return counts;
  }
}
