package dev.attractor.fs.status;

import dev.attractor.domain.outcome.StageReport;
import dev.attractor.fs.file.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads a status file that an agent, a tool or a person wrote (SEMANTICS §3): input, so strictly.
 */
public final class StatusJson {
  /** All that is read of one; what else stands there is passed over. */
  public static final List<String> FIELDS =
      List.of(
          "status",
          "outcome",
          "failure_reason",
          "failure_class",
          "failure_signature",
          "preferred_label",
          "preferred_next_label",
          "suggested_next_ids",
          "context_updates",
          "notes",
          "details");

  private StatusJson() {}

  /**
   * Reads a report.
   *
   * @throws IllegalArgumentException when the text is no status file; the message says why
   */
  static StageReport parse(String text) {
    JsonNode json;
    try {
      json = Json.LINE.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
    return read(json);
  }

  /**
   * Reads a report that has been parsed.
   *
   * @throws IllegalArgumentException when it is no status file; the message says why
   */
  public static StageReport read(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("not a JSON object");
    }
    String outcome = word(json, "outcome");
    String status = json.has("status") ? word(json, "status") : outcome;
    if (status.isBlank()) {
      throw new IllegalArgumentException("neither 'status' nor 'outcome' names an outcome");
    }
    Map<String, String> context = new LinkedHashMap<>();
    JsonNode updates = json.path("context_updates");
    if (!isAbsent(updates)) {
      if (!updates.isObject()) {
        throw new IllegalArgumentException("'context_updates' is not an object");
      }
      flatten("", updates, context);
    }
    String label =
        text(json, "preferred_label").isEmpty()
            ? text(json, "preferred_next_label") // the specification's name
            : text(json, "preferred_label");
    return new StageReport(
        status,
        text(json, "failure_reason"),
        text(json, "failure_class"),
        text(json, "failure_signature"),
        label,
        ids(json.path("suggested_next_ids")),
        context,
        text(json, "notes"),
        text(json, "details"));
  }

  private static List<String> ids(JsonNode node) {
    if (isAbsent(node)) {
      return List.of();
    }
    if (!node.isArray()) {
      throw new IllegalArgumentException("'suggested_next_ids' is not a list");
    }
    List<String> ids = new ArrayList<>();
    node.forEach(item -> {
      if (!item.isString()) {
        throw new IllegalArgumentException(
            "'suggested_next_ids' holds %s, which is no text".formatted(item));
      }
      ids.add(item.asString());
    });
    return ids;
  }

  /** An outcome word. What is no text is nobody's verdict: a slip there must not pass a gate. */
  private static String word(JsonNode json, String field) {
    JsonNode node = json.path(field);
    if (node.isMissingNode()) {
      return "";
    }
    if (!node.isString()) {
      throw new IllegalArgumentException("'%s' is %s, which is no text".formatted(field, node));
    }
    return node.asString();
  }

  private static String text(JsonNode json, String field) {
    JsonNode node = json.path(field);
    if (isAbsent(node)) {
      return "";
    }
    return node.isContainer() ? node.toString() : node.asString();
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static void flatten(String prefix, JsonNode object, Map<String, String> into) {
    object
        .properties()
        .forEach(e -> {
          String key = prefix + e.getKey();
          JsonNode value = e.getValue();
          if (value.isObject()) {
            flatten(key + ".", value, into);
          } else if (value.isArray()) {
            into.put(key, value.toString());
          } else {
            into.put(key, value.isNull() ? "" : value.asString());
          }
        });
  }
}
