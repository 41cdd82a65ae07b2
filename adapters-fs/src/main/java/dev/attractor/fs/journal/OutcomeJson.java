package dev.attractor.fs.journal;

import dev.attractor.domain.agent.AgentSession;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.fs.file.JsonFields;
import java.math.BigDecimal;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Outcomes, failures and usage as JSON fields, in the journal and in {@code status.json}. */
public final class OutcomeJson {
  private OutcomeJson() {}

  /** Writes an outcome, without the fields that say nothing. */
  public static void write(ObjectNode json, Outcome outcome) {
    json.put("status", outcome.status().word());
    outcome.failure().ifPresent(failure -> write(json, failure));
    if (!outcome.preferredLabel().isEmpty()) {
      json.put("preferred_label", outcome.preferredLabel());
    }
    if (!outcome.suggestedNextIds().isEmpty()) {
      outcome.suggestedNextIds().forEach(json.putArray("suggested_next_ids")::add);
    }
    if (!outcome.contextUpdates().isEmpty()) {
      JsonFields.writeMap(json.putObject("context_updates"), outcome.contextUpdates());
    }
    if (!outcome.notes().isEmpty()) {
      json.put("notes", outcome.notes());
    }
  }

  /** Reads what was written of an outcome. */
  public static Outcome read(JsonNode json) {
    return new Outcome(
        Status.of(json.path("status").asString(), _ -> readFailure(json)),
        json.path("preferred_label").asString(""),
        JsonFields.texts(json.path("suggested_next_ids")),
        JsonFields.map(json.path("context_updates")),
        json.path("notes").asString(""));
  }

  /** Writes a failure, without the fields that say nothing. */
  public static void write(ObjectNode json, Failure failure) {
    json.put("failure_reason", failure.reason());
    json.put("failure_class", failure.failureClass().word());
    if (!failure.evidence().isEmpty()) {
      json.put("failure_evidence", failure.evidence());
    }
    if (!failure.signature().isEmpty()) {
      json.put("failure_signature", failure.signature());
    }
  }

  static Failure readFailure(JsonNode json) {
    String word = json.path("failure_class").asString();
    return new Failure(
        FailureClass.parse(word)
            .orElseThrow(() -> new IllegalArgumentException("no failure class: " + word)),
        json.path("failure_reason").asString(),
        json.path("failure_evidence").asString(""),
        json.path("failure_signature").asString(""));
  }

  /** Writes what was used up, if anything was. */
  public static void write(ObjectNode json, Usage usage) {
    if (!usage.equals(Usage.NONE)) {
      ObjectNode fields = json.putObject("usage");
      fields.put("input_tokens", usage.inputTokens());
      if (usage.cachedInputTokens() > 0) {
        fields.put("cached_input_tokens", usage.cachedInputTokens());
      }
      fields.put("output_tokens", usage.outputTokens());
      fields.put("cost_usd", usage.costUsd());
    }
  }

  /** Reads what was written of it; nothing when nothing was. */
  public static Usage readUsage(JsonNode json) {
    JsonNode fields = json.path("usage");
    return fields.isMissingNode()
        ? Usage.NONE
        : new Usage(
            fields.path("input_tokens").asLong(),
            fields.path("cached_input_tokens").asLong(0),
            fields.path("output_tokens").asLong(),
            new BigDecimal(fields.path("cost_usd").asString("0")));
  }

  /** Writes a session, if there is one. */
  public static void write(ObjectNode json, Optional<AgentSession> session) {
    session.ifPresent(found -> {
      ObjectNode fields = json.putObject("session");
      fields.put("thread", found.thread());
      fields.put("id", found.id());
    });
  }

  /** Reads the session that was written. */
  public static Optional<AgentSession> readSession(JsonNode json) {
    JsonNode fields = json.path("session");
    return fields.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new AgentSession(fields.path("thread").asString(), fields.path("id").asString()));
  }
}
