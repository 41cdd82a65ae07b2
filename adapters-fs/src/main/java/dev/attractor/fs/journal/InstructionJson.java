package dev.attractor.fs.journal;

import static dev.attractor.fs.file.JsonFields.text;

import dev.attractor.domain.run.Instruction;
import dev.attractor.fs.file.JsonFields;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What agents are told, as fields of a line of the journal or of {@code steering.ndjson}. */
public final class InstructionJson {
  private InstructionJson() {}

  /** Writes one. */
  public static void write(ObjectNode json, Instruction instruction) {
    json.put("id", instruction.id());
    json.put("by", instruction.by());
    instruction.to().ifPresent(node -> json.put("for_node", node.value()));
    json.put("text", instruction.text());
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Instruction read(JsonNode json) {
    return new Instruction(
        text(json, "id"),
        json.path("by").asString(Instruction.PERSON),
        JsonFields.anyNode(json, "for_node"),
        text(json, "text"));
  }
}
