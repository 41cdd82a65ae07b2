package dev.attractor.fs.journal;

import dev.attractor.domain.run.Attempt;
import dev.attractor.fs.file.JsonFields;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Attempts as fields of a line. */
final class AttemptJson {
  private AttemptJson() {}

  static void write(ObjectNode json, Attempt attempt) {
    json.put("node_id", attempt.nodeId().value());
    json.put("visit", attempt.visit());
    json.put("attempt", attempt.number());
  }

  static Attempt read(JsonNode json) {
    return new Attempt(
        JsonFields.node(json, "node_id"), json.path("visit").asInt(), json.path("attempt").asInt());
  }

  /** A fan-out has one attempt a visit. */
  static void writePass(ObjectNode json, Attempt fanOut) {
    json.put("fan_out", fanOut.nodeId().value());
    json.put("pass", fanOut.visit());
  }

  static Attempt readPass(JsonNode json) {
    return Attempt.first(JsonFields.node(json, "fan_out"), json.path("pass").asInt());
  }
}
