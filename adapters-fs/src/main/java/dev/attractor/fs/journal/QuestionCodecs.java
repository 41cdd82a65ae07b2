package dev.attractor.fs.journal;

import static dev.attractor.fs.file.JsonFields.millis;
import static dev.attractor.fs.file.JsonFields.node;
import static dev.attractor.fs.file.JsonFields.text;

import dev.attractor.domain.run.QuestionId;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.fs.file.JsonFields;
import java.util.List;
import java.util.Optional;

/** Facts about questions to people. */
final class QuestionCodecs {
  static final List<Codec<?>> ALL =
      List.of(
          new Codec<>(
              RunEvent.InterviewStarted.class,
              "interview_started",
              "A question was put to a person. `question_id` is empty when its answer was "
                  + "prepared; an answer has to name the `token`.",
              (json, e) -> {
                json.put("node_id", e.nodeId().value());
                json.put("question", e.question());
                e.choices().forEach(json.putArray("choices")::add);
                json.put("question_id", e.id().map(QuestionId::text).orElse(""));
                json.put("token", e.token());
              },
              json ->
                  new RunEvent.InterviewStarted(
                      node(json, "node_id"),
                      text(json, "question"),
                      JsonFields.texts(json.path("choices")),
                      Optional.of(json.path("question_id").asString(""))
                          .filter(id -> !id.isEmpty())
                          .map(QuestionId::new),
                      json.path("token").asString(""))),
          new Codec<>(
              RunEvent.InterviewCompleted.class,
              "interview_completed",
              "The question was answered.",
              (json, e) -> {
                json.put("node_id", e.nodeId().value());
                json.put("choice", e.choice());
                json.put("answered_by", e.answeredBy());
              },
              json ->
                  new RunEvent.InterviewCompleted(
                      node(json, "node_id"), text(json, "choice"), text(json, "answered_by"))),
          new Codec<>(
              RunEvent.InterviewTimeout.class,
              "interview_timeout",
              "Nobody answered in time.",
              (json, e) -> {
                json.put("node_id", e.nodeId().value());
                json.put("waited_ms", e.waited().toMillis());
              },
              json ->
                  new RunEvent.InterviewTimeout(node(json, "node_id"), millis(json, "waited_ms"))));

  private QuestionCodecs() {}
}
