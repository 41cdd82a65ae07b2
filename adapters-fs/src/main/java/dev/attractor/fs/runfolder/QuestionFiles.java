package dev.attractor.fs.runfolder;

import dev.attractor.domain.human.Choice;
import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.QuestionId;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.FromOutside;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.OwnFiles;
import dev.attractor.fs.journal.NdjsonJournal;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.people.AnswerBox;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.people.Question;
import dev.attractor.ports.people.QuestionFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code questions/<id>.json} and {@code answers/<id>.json} (SEMANTICS §9) of one run. */
final class QuestionFiles {
  private static final String HISTORY = "history";

  private final RunFolderFiles run;
  private final RunId runId;
  private final Redactor redactor;

  QuestionFiles(RunFolderFiles run, RunId runId, Redactor redactor) {
    this.run = run;
    this.runId = runId;
    this.redactor = redactor;
  }

  QuestionFile prepare(Attempt attempt, Question question, String freshToken, Instant now) {
    QuestionId id = QuestionId.of(runId, attempt);
    Asked asked = askedByTheDead(id, attempt.nodeId()).orElseGet(() -> new Asked(freshToken, now));
    OpenQuestion open =
        new OpenQuestion(runId, id, asked.token(), Optional.of(asked.at()), question);
    return new QuestionFile() {
      @Override
      public OpenQuestion question() {
        return open;
      }

      @Override
      public AnswerBox open() {
        Place place = new Place(run.root(), id);
        OwnFiles.within(run.root(), run.root().resolve(RunLayout.QUESTIONS));
        OwnFiles.within(run.root(), run.root().resolve(RunLayout.ANSWERS));
        AtomicFile.write(
            place.question(),
            Json.FILE.writeValueAsString(QuestionJson.write(open, redactor)) + "\n");
        return new Box(place, asked.token());
      }
    };
  }

  /** When a question was asked first, and the token that was drawn then. */
  private record Asked(String token, Instant at) {}

  /** A driver that was killed has closed nothing: what it asked is open. Only the journal knows. */
  private Optional<Asked> askedByTheDead(QuestionId id, NodeId nodeId) {
    Optional<Asked> open = Optional.empty();
    for (JournalEntry entry : NdjsonJournal.read(run.journal())) {
      RunEvent event = entry.event();
      if (event instanceof RunEvent.InterviewStarted asked && asked.id().equals(Optional.of(id))) {
        open =
            open.filter(before -> before.token().equals(asked.token()))
                .or(() -> Optional.of(new Asked(asked.token(), entry.at())));
      } else if (event instanceof RunEvent.RunCanceled
          || (event instanceof RunEvent.InterviewTimeout late && late.nodeId().equals(nodeId))) {
        open = Optional.empty();
      }
    }
    return open.filter(asked -> !asked.token().isEmpty());
  }

  /** Where a question and its answer lie. */
  private record Place(Path root, QuestionId id) {
    Path question() {
      return root.resolve(RunLayout.QUESTIONS).resolve(id.file());
    }

    Path answer() {
      return root.resolve(RunLayout.ANSWERS).resolve(id.file());
    }

    /** Returns where an answer goes that does not count. */
    Path refused() {
      Path folder = root.resolve(RunLayout.ANSWERS).resolve("refused");
      return IntStream.iterate(1, n -> n + 1)
          .mapToObj(n -> folder.resolve(n == 1 ? id.file() : "%s-%d.json".formatted(id, n)))
          .filter(file -> !Files.exists(file))
          .findFirst()
          .orElseThrow();
    }

    String answerText() {
      try {
        return Files.exists(answer()) ? FromOutside.text(answer()) : "";
      } catch (NoSuchFileException e) {
        return ""; // it has just been taken back
      } catch (CharacterCodingException e) {
        return "no text"; // as little an answer as other words that are no choice
      } catch (IOException e) {
        throw AttractorException.machine(
            "cannot read the answer %s: %s".formatted(answer(), AtomicFile.describe(e)),
            "remove the file, and answer with: attractor answer",
            e);
      }
    }
  }

  private static final class Box implements AnswerBox {
    private final Place place;
    private final String token;
    private String unreadable = "";

    Box(Place place, String token) {
      this.place = place;
      this.token = token;
    }

    @Override
    public Optional<Reply> reply() {
      String text = place.answerText();
      if (text.isEmpty()) {
        return Optional.empty(); // a program that writes it in pieces has begun
      }
      try {
        return Optional.of(reply(Json.LINE.readTree(text)));
      } catch (JacksonException e) {
        boolean isAllOfIt = text.equals(unreadable);
        unreadable = text;
        return isAllOfIt
            ? Optional.of(new Reply.Foreign("it is no JSON: " + e.getOriginalMessage()))
            : Optional.empty();
      }
    }

    private Reply reply(JsonNode json) {
      String named = json.path("token").asString("");
      if (named.isEmpty()) {
        return new Reply.Foreign(
            "it does not name the token of the question, so nobody knows which it answers");
      }
      return named.equals(token)
          ? new Reply.Said(json.path("choice").asString(""))
          : new Reply.Foreign("its token is that of another question, or of an earlier asking");
    }

    @Override
    public void refuse(String why) {
      Path target = place.refused();
      try {
        OwnFiles.folder(target.toAbsolutePath().resolveSibling(""));
        Files.move(place.answer(), target);
      } catch (IOException e) {
        throw AtomicFile.cannotWrite(target, e);
      }
    }

    @Override
    public void close() {
      try {
        Files.deleteIfExists(place.question());
      } catch (IOException e) {
        throw AtomicFile.cannotWrite(place.question(), e);
      }
    }
  }

  /** Returns the open questions of a run and of those inside it. */
  static List<OpenQuestion> open(RunFolderFiles run) {
    return run.find(file -> isQuestion(run.root().relativize(file))).stream()
        .flatMap(file -> read(file).stream())
        .toList();
  }

  /** What an earlier attempt asked, nobody asks any more. */
  private static boolean isQuestion(Path inner) {
    boolean ofEarlierAttempt =
        IntStream.range(0, inner.getNameCount())
            .anyMatch(n -> inner.getName(n).toString().equals(HISTORY));
    return inner.toString().endsWith(".json")
        && !inner.getFileName().toString().startsWith(".")
        && inner.getParent() != null
        && inner.getParent().endsWith(RunLayout.QUESTIONS)
        && !ofEarlierAttempt;
  }

  private static Optional<OpenQuestion> read(Path file) {
    return FromOutside.read(
        () -> {
          try {
            return Optional.of(QuestionJson.read(Json.LINE.readTree(FromOutside.text(file))));
          } catch (NoSuchFileException e) {
            return Optional.empty(); // it has just been answered
          }
        },
        (why, e) ->
            AttractorException.machine(
                "cannot read the question %s: %s".formatted(file, why),
                "remove the file and resume the run: the question is asked again",
                e));
  }

  /** Answers a question; returns whether it was still open, and nobody had answered it. */
  static boolean answer(RunFolderFiles run, OpenQuestion question, Choice choice) {
    Optional<Place> place =
        run
            .find(file ->
                file.endsWith(Path.of(RunLayout.QUESTIONS, question.id().file()))
                    && read(file).filter(question::equals).isPresent())
            .stream()
            .findFirst()
            .map(file -> new Place(file.resolve("../..").normalize(), question.id()));
    if (place.isEmpty() || isAnswered(place.get(), question.token())) {
      return false;
    }
    ObjectNode json = Json.FILE.createObjectNode();
    json.put("token", question.token());
    json.put("choice", choice.key());
    json.put("label", choice.label());
    AtomicFile.write(place.get().answer(), Json.FILE.writeValueAsString(json) + "\n");
    return true;
  }

  private static boolean isAnswered(Place place, String token) {
    return !place.answerText().isEmpty()
        && new Box(place, token).reply().filter(AnswerBox.Reply.Said.class::isInstance).isPresent();
  }
}
