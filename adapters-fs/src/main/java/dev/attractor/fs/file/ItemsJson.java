package dev.attractor.fs.file;

import dev.attractor.domain.parallel.Item;
import dev.attractor.domain.parallel.Items;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Lists that fan-outs work through: a JSON array of texts and objects, or lines (SEMANTICS §7). */
public final class ItemsJson {
  private ItemsJson() {}

  /** Returns what a text holds; blank lines are no items. */
  public static Items of(String text) {
    String list = withoutMark(text).strip();
    if (list.startsWith("{")) {
      return new Items.Unusable("it is a JSON object and no list: write an array, [ … ]");
    }
    if (list.startsWith("[")) {
      try {
        return of(Json.LINE.readTree(list));
      } catch (JacksonException e) {
        return new Items.Unusable("it begins like a JSON array and is none: " + FromOutside.why(e));
      }
    }
    return checked(
        withoutMark(text)
            .lines()
            .filter(Predicate.not(String::isBlank))
            .map(line -> item(StringNode.valueOf(line)))
            .toList());
  }

  /** Some programs begin their files with a mark of the order of bytes. */
  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Returns what a JSON array holds. */
  public static Items of(JsonNode array) {
    List<Item> items = new ArrayList<>();
    for (JsonNode one : array) {
      if (one.isNull() || one.isArray()) {
        return new Items.Unusable(
            "its item %d is neither a text nor an object".formatted(items.size() + 1));
      }
      items.add(item(one));
    }
    return checked(items);
  }

  private static Items checked(List<Item> items) {
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      if (item.json().getBytes(StandardCharsets.UTF_8).length > Item.LONGEST) {
        return new Items.Unusable(
            "its item %d is longer than %d bytes".formatted(i + 1, Item.LONGEST));
      }
      if (hasNul(item)) {
        return new Items.Unusable("its item %d holds a NUL character".formatted(i + 1));
      }
    }
    return new Items.Listed(items);
  }

  /** No command can be given it. */
  private static boolean hasNul(Item item) {
    return Stream.concat(
            Stream.of(item.text()),
            item.fields().entrySet().stream()
                .flatMap(field -> Stream.of(field.getKey(), field.getValue())))
        .anyMatch(text -> text.indexOf('\0') >= 0);
  }

  /** Returns one item. */
  public static Item item(JsonNode json) {
    String whole = Json.LINE.writeValueAsString(json);
    Map<String, String> fields = new LinkedHashMap<>();
    if (json.isObject()) {
      addFields(fields, "", json);
    }
    return new Item(whole, text(json), fields);
  }

  private static void addFields(Map<String, String> fields, String prefix, JsonNode object) {
    object
        .properties()
        .forEach(field -> {
          String name = prefix + field.getKey();
          fields.put(name, text(field.getValue()));
          if (field.getValue().isObject()) {
            addFields(fields, name + ".", field.getValue());
          }
        });
  }

  private static String text(JsonNode json) {
    if (json.isNull()) {
      return "";
    }
    return json.isValueNode() ? json.asString() : Json.LINE.writeValueAsString(json);
  }

  /** Returns an item as JSON. */
  public static JsonNode json(Item item) {
    return Json.LINE.readTree(item.json());
  }
}
