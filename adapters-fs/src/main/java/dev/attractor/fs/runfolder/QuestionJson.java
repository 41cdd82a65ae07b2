package dev.attractor.fs.runfolder;

import dev.attractor.domain.human.Choice;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.QuestionId;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.fs.file.Json;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.people.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A question as other programs read it (SEMANTICS §9). */
final class QuestionJson {
  private QuestionJson() {}

  /** Who answers names keys and tokens, so only what people read is redacted. */
  static ObjectNode write(OpenQuestion open, Redactor redactor) {
    Question question = open.question();
    ObjectNode json = Json.FILE.createObjectNode();
    json.put("id", open.id().text());
    json.put("token", open.token());
    open.askedAt().ifPresent(at -> json.put("asked_at", at.toString()));
    json.put("run_id", open.runId().text());
    json.put("node_id", question.nodeId().value());
    json.put("text", redactor.text(question.text()));
    question
        .choices()
        .forEach(choice -> {
          ObjectNode fields = json.withArray("choices").addObject();
          fields.put("key", choice.key());
          fields.put("label", choice.label());
          fields.put("to", choice.to().value());
          Optional.ofNullable(question.barred().get(choice.key()))
              .ifPresent(why -> fields.put("barred", redactor.text(why)));
        });
    question.timeout().ifPresent(limit -> json.put("timeout_ms", limit.toMillis()));
    return json;
  }

  static OpenQuestion read(JsonNode json) {
    List<Choice> choices = new ArrayList<>();
    Map<String, String> barred = new LinkedHashMap<>();
    for (JsonNode fields : json.path("choices")) {
      Choice choice =
          new Choice(
              fields.path("key").asString(""),
              fields.path("label").asString(""),
              new NodeId(fields.path("to").asString("")));
      choices.add(choice);
      if (fields.has("barred")) {
        barred.put(choice.key(), fields.path("barred").asString(""));
      }
    }
    return new OpenQuestion(
        new RunId(json.path("run_id").asString("")),
        new QuestionId(json.path("id").asString("")),
        json.path("token").asString(""),
        Optional.of(json.path("asked_at").asString(""))
            .filter(at -> !at.isEmpty())
            .map(Instant::parse),
        new Question(
            new NodeId(json.path("node_id").asString("")),
            json.path("text").asString(""),
            choices,
            barred,
            json.has("timeout_ms")
                ? Optional.of(Duration.ofMillis(json.path("timeout_ms").asLong()))
                : Optional.empty()));
  }
}
