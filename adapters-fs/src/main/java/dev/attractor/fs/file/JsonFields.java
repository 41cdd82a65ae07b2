package dev.attractor.fs.file;

import dev.attractor.domain.pipeline.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
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

  /**
   * Returns the time of a field, as {@link Instant#toString} writes it.
   *
   * @throws tools.jackson.core.JacksonException when there is no such field
   * @throws java.time.DateTimeException when it is no time
   */
  public static Instant time(JsonNode json, String field) {
    return Times.read(text(json, field));
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

  /**
   * Returns the node that a field names.
   *
   * @throws tools.jackson.core.JacksonException when there is no such field
   * @throws IllegalArgumentException when no node can be called so
   */
  public static NodeId node(JsonNode json, String field) {
    return new NodeId(text(json, field));
  }

  /**
   * Returns the node that a field names; nothing when it is missing or empty.
   *
   * @throws IllegalArgumentException when no node can be called so
   */
  public static Optional<NodeId> anyNode(JsonNode json, String field) {
    return Optional.of(json.path(field).asString(""))
        .filter(text -> !text.isEmpty())
        .map(NodeId::new);
  }

  /** Writes the nodes of a list. */
  public static void writeNodes(ArrayNode list, List<NodeId> nodes) {
    nodes.forEach(node -> list.add(node.value()));
  }

  /**
   * Returns the nodes of a list; none when it is missing.
   *
   * @throws IllegalArgumentException when no node can be called like one of them
   */
  public static List<NodeId> nodes(JsonNode list) {
    return texts(list).stream().map(NodeId::new).toList();
  }

  /** Writes whole numbers by node, in the order of the nodes. */
  public static void writeCounts(ObjectNode json, Map<NodeId, Integer> counts) {
    new TreeMap<>(counts).forEach((node, count) -> json.put(node.value(), count));
  }

  /**
   * Returns the whole numbers of an object by node; none when it is missing.
   *
   * @throws IllegalArgumentException when no node can be called like one of them
   */
  public static Map<NodeId, Integer> counts(JsonNode json) {
    Map<NodeId, Integer> counts = new LinkedHashMap<>();
    json.properties()
        .forEach(field -> counts.put(new NodeId(field.getKey()), field.getValue().asInt()));
    return counts;
  }
}
