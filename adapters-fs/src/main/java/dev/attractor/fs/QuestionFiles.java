package dev.attractor.fs;

import dev.attractor.ports.Problem;
import dev.attractor.ports.people.AnswerBox;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.people.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code questions/<id>.json} and {@code answers/<id>.json} (SEMANTICS §9). */
final class QuestionFiles {
  private static final String QUESTIONS = "questions";
  private static final String ANSWERS = "answers";

  private QuestionFiles() {}

  /** Puts a question. An answer that came while no driver was there to hear it counts. */
  static AnswerBox put(Path root, String id, Question question, Redactor redactor) {
    Path file = root.resolve(QUESTIONS).resolve(id + ".json");
    WholeFile.write(
        file, redactor.redact(Json.FILE.writeValueAsString(write(id, question))) + "\n");
    return new Box(file, answerFile(root, id));
  }

  private static Path answerFile(Path root, String id) {
    return root.resolve(ANSWERS).resolve(id + ".json");
  }

  private record Box(Path question, Path answerFile) implements AnswerBox {
    @Override
    public Optional<String> answer() {
      if (!Files.exists(answerFile)) {
        return Optional.empty();
      }
      try {
        JsonNode json = Json.LINE.readTree(Files.readString(answerFile));
        // What cannot be understood is no approval: the word is none of the choices.
        return Optional.of(json.path("choice").asString(""));
      } catch (JacksonException e) {
        return Optional.of("");
      } catch (IOException e) {
        throw Problem.machine(
            "cannot read %s: %s".formatted(answerFile, WholeFile.describe(e)), "", e);
      }
    }

    @Override
    public void close() {
      try {
        Files.deleteIfExists(question);
      } catch (IOException e) {
        throw WholeFile.cannotWrite(question, e);
      }
    }
  }

  /** Returns the open questions below a run folder, those of branches, too. */
  static List<OpenQuestion> open(RunFolderFiles run) {
    return run.find(QuestionFiles::isQuestion).stream()
        .flatMap(file -> open(file).stream())
        .toList();
  }

  private static Optional<OpenQuestion> open(Path file) {
    try {
      return Optional.of(read(file));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // it has just been answered
    } catch (IOException | JacksonException e) {
      throw Problem.machine(
          "cannot read the question %s: %s".formatted(file, e.getMessage()), "", e);
    }
  }

  private static boolean isQuestion(Path file) {
    return file.toString().endsWith(".json")
        && file.getParent() != null
        && file.getParent().endsWith(QUESTIONS);
  }

  static void answer(OpenQuestion question, Question.Choice choice) {
    ObjectNode json = Json.FILE.createObjectNode();
    json.put("choice", choice.key());
    json.put("label", choice.label());
    WholeFile.write(question.answer(), Json.FILE.writeValueAsString(json) + "\n");
  }

  private static ObjectNode write(String id, Question question) {
    ObjectNode json = Json.FILE.createObjectNode();
    json.put("id", id);
    json.put("node_id", question.nodeId());
    json.put("text", question.text());
    question
        .choices()
        .forEach(choice -> {
          ObjectNode fields = json.withArray("choices").addObject();
          fields.put("key", choice.key());
          fields.put("label", choice.label());
          fields.put("to", choice.to());
        });
    question.timeout().ifPresent(limit -> json.put("timeout_ms", limit.toMillis()));
    return json;
  }

  private static OpenQuestion read(Path file) throws IOException {
    JsonNode json = Json.LINE.readTree(Files.readString(file));
    List<Question.Choice> choices = new ArrayList<>();
    json.path("choices")
        .forEach(choice ->
            choices.add(
                new Question.Choice(
                    choice.path("key").asString(""),
                    choice.path("label").asString(""),
                    choice.path("to").asString(""))));
    String id = json.path("id").asString("");
    Path root = file.resolve("../..").normalize(); // above questions/
    return new OpenQuestion(
        id,
        new Question(
            json.path("node_id").asString(""),
            json.path("text").asString(""),
            choices,
            json.has("timeout_ms")
                ? Optional.of(Duration.ofMillis(json.path("timeout_ms").asLong()))
                : Optional.empty()),
        answerFile(root, id));
  }
}
