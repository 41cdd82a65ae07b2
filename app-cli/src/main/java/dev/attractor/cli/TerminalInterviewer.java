package dev.attractor.cli;

import dev.attractor.ports.people.Answer;
import dev.attractor.ports.people.AnswerBox;
import dev.attractor.ports.people.Interviewer;
import dev.attractor.ports.people.Question;
import dev.attractor.ports.process.Cancellation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Asks on the terminal, and takes an answer of another program, too. The end of the input is no
 * answer, and so no approval; where nobody sits in front of the terminal it is not read at all.
 *
 * @param attended whether somebody may answer on the terminal
 */
record TerminalInterviewer(
    BufferedReader in, PrintWriter err, InstantSource clock, boolean attended)
    implements Interviewer {
  private static final Duration GLANCE = Duration.ofMillis(100);

  @Override
  public Answer ask(Question question, AnswerBox box, Cancellation cancellation) {
    show(question);
    CompletableFuture<Answer> typed = new CompletableFuture<>();
    if (attended) {
      Thread.ofPlatform().daemon().name("answer").start(() -> typed.complete(read(question)));
    }
    Optional<Instant> deadline = question.timeout().map(limit -> clock.instant().plus(limit));
    while (true) {
      Optional<Answer> answer =
          box.answer()
              .map(word -> Answer.of(question, word, "file"))
              .or(() -> Optional.ofNullable(typed.getNow(null)));
      if (answer.isPresent()) {
        return answer.get();
      }
      if (deadline.filter(time -> !clock.instant().isBefore(time)).isPresent()) {
        return new Answer.TimedOut();
      }
      if (cancellation.await(GLANCE)) {
        return new Answer.Unusable("the run was stopped");
      }
    }
  }

  private void show(Question question) {
    err.println();
    err.println("? " + question.text());
    question.choices().forEach(choice -> err.printf("    %s  %s%n", choice.key(), choice.label()));
    err.print(attended ? "your choice: " : "    answer it with: attractor answer\n");
    err.flush();
  }

  private Answer read(Question question) {
    try {
      String line = in.readLine();
      return line == null
          ? new Answer.Unusable("the input ended")
          : Answer.of(question, line.strip(), "console");
    } catch (IOException e) {
      return new Answer.Unusable("the input failed: " + e.getMessage());
    }
  }
}
