package dev.attractor.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.domain.human.Choice;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.QuestionId;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.people.AnswerBox;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.people.Question;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SEMANTICS §9: an answer belongs to the question that was shown when it came. */
@Timeout(60)
class TerminalInterviewerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Keys keys = new Keys();
  private final StringWriter screen = new StringWriter();
  private final TerminalInterviewer pipe = interviewer(true, false);

  /** What is typed, as if a terminal or a pipe held it. */
  private static final class Keys extends Reader {
    private static final int END = -1;
    private final BlockingQueue<Integer> typed = new LinkedBlockingQueue<>();

    void type(String line) {
      (line + "\n").chars().forEach(typed::add);
    }

    void end() {
      typed.add(END);
    }

    boolean areAllRead() {
      return typed.isEmpty();
    }

    @Override
    public int read(char[] buffer, int from, int length) throws IOException {
      try {
        int sign = typed.take();
        if (sign == END) {
          typed.add(END);
          return -1;
        }
        buffer[from] = (char) sign;
        return 1;
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
    }

    @Override
    public boolean ready() {
      return !typed.isEmpty();
    }

    @Override
    public void close() {}
  }

  private TerminalInterviewer interviewer(boolean attended, boolean somebodyTypes) {
    return new TerminalInterviewer(
        new BufferedReader(keys, 1), new PrintWriter(screen, true), attended, () -> somebodyTypes);
  }

  private static OpenQuestion question(String nodeId, String text) {
    return new OpenQuestion(
        new RunId("one"),
        new QuestionId(nodeId + "-v1-a1"),
        "token",
        Optional.empty(),
        new Question(
            new NodeId(nodeId),
            text,
            List.of(
                new Choice("Y", "[Y] Yes", new NodeId("go")),
                new Choice("N", "[N] No", new NodeId("stop"))),
            Map.of(),
            Optional.empty()));
  }

  private static void awaitReply(AnswerBox box, String text) {
    await()
        .atMost(PATIENCE)
        .until(() -> box.reply().equals(Optional.of(new AnswerBox.Reply.Said(text))));
  }

  private void awaitOnScreen(String text) {
    await().atMost(PATIENCE).until(() -> screen.toString().contains(text));
  }

  @Test
  void aLineAnswersTheQuestionThatIsShown() {
    AnswerBox box = pipe.show(question("ask", "Ship it?"));

    keys.type("y");

    awaitReply(box, "y");
    assertThat(screen.toString()).contains("? Ship it?").contains("Y  [Y] Yes").contains("N  [N]");
  }

  @Test
  void whatIsNoChoiceIsAskedAgain() {
    AnswerBox box = pipe.show(question("ask", "Ship it?"));
    keys.type("perhaps");
    awaitReply(box, "perhaps");

    box.refuse("'perhaps' is none of the choices");
    assertThat(box.reply()).isEmpty();
    assertThat(screen.toString()).endsWith("none of the choices\nyour choice: ");
    keys.type("n");

    awaitReply(box, "n");
  }

  @Test
  void preparedLinesGoToOneQuestionEachInTheirOrder() {
    keys.type("n");
    keys.type("y");

    AnswerBox first = pipe.show(question("first", "First?"));
    awaitReply(first, "n");
    first.close();
    AnswerBox second = pipe.show(question("second", "Second?"));

    awaitReply(second, "y");
  }

  @Test
  void theEndOfTheInputAnswersNothingAndTellsWhatDoes() {
    AnswerBox box = pipe.show(question("ask", "Ship it?"));

    keys.end();

    awaitOnScreen("attractor answer one ask-v1-a1 CHOICE");
    assertThat(box.reply()).isEmpty();
    box.close();
    AnswerBox next = pipe.show(question("next", "And now?"));
    assertThat(screen.toString()).endsWith("attractor answer one next-v1-a1 CHOICE\n");
    assertThat(next.reply()).isEmpty();
  }

  @Test
  void whereNobodySitsNothingIsRead() {
    keys.type("y");

    AnswerBox box = interviewer(false, true).show(question("ask", "Ship it?"));

    assertThat(screen.toString()).endsWith("attractor answer one ask-v1-a1 CHOICE\n");
    assertThat(box.reply()).isEmpty();
    assertThat(keys.areAllRead()).isFalse();
  }

  @Test
  void aLateLineGoesToTheNextQuestionAndNotToTheOneThatIsOver() {
    AnswerBox first = pipe.show(question("first", "First?"));
    first.close(); // nobody answered in time
    AnswerBox second = pipe.show(question("second", "Second?"));

    keys.type("y");

    awaitReply(second, "y");
    assertThat(first.reply()).isEmpty();
  }

  @Test
  void aLineThatComesWhenNoQuestionIsShownIsToldAndNotKept() {
    AnswerBox first = pipe.show(question("first", "First?"));
    keys.type("x");
    awaitReply(first, "x");
    first.refuse("'x' is none of the choices"); // from here on a line is waited for
    await().atMost(PATIENCE).until(() -> isWaiting("answers"));
    first.close();

    keys.type("y");
    awaitOnScreen("'y' was typed when no question was shown");
    AnswerBox second = pipe.show(question("second", "Second?"));

    assertThat(second.reply()).isEmpty();
    keys.type("n");
    awaitReply(second, "n");
  }

  private static boolean isWaiting(String thread) {
    return Thread.getAllStackTraces().entrySet().stream()
        .anyMatch(one ->
            one.getKey().getName().equals(thread)
                && List.of(one.getValue()).stream()
                    .anyMatch(frame -> frame.getClassName().equals(Keys.class.getName())));
  }

  @Test
  void whatAPersonTypedBeforeTheQuestionIsToldAndDoesNotCount() {
    keys.type("y");
    keys.type("");

    AnswerBox box = interviewer(true, true).show(question("ask", "Delete it?"));

    assertThat(screen.toString())
        .contains("'y' was typed before the question was shown and does not count");
    assertThat(box.reply()).isEmpty();
    keys.type("n");
    awaitReply(box, "n");
  }

  @Test
  void ofTwoQuestionsEachTakesOnlyItsOwn() {
    AnswerBox delete = pipe.show(question("delete", "Delete the database?"));
    AnswerBox docs = pipe.show(question("docs", "Publish the docs?"));

    keys.type("y");
    awaitOnScreen("'y' does not say which question it answers");
    assertThat(delete.reply()).isEmpty();
    assertThat(docs.reply()).isEmpty();

    keys.type("docs y");
    awaitReply(docs, "y");
    assertThat(delete.reply()).isEmpty();
    docs.close();
    assertThat(screen.toString()).endsWith("N  [N] No\nyour choice: ");
    keys.type("n");
    awaitReply(delete, "n");
  }

  @Test
  void ofTwoQuestionsOfOneNodeTheIdsTellThemApart() {
    OpenQuestion one = question("ask", "Ship it?");
    OpenQuestion other =
        new OpenQuestion(
            new RunId("one.fan-p1-b"),
            new QuestionId("fan-p1-b.ask-v1-a1"),
            "other",
            Optional.empty(),
            one.question());
    AnswerBox first = pipe.show(one);
    AnswerBox second = pipe.show(other);

    keys.type("ask y");
    awaitOnScreen("'ask y' does not say which question it answers");
    keys.type("fan-p1-b.ask-v1-a1 n");

    awaitReply(second, "n");
    assertThat(first.reply()).isEmpty();
  }
}
