package dev.attractor.cli;

import dev.attractor.ports.people.Answer;
import dev.attractor.ports.people.Interviewer;
import dev.attractor.ports.people.Question;
import dev.attractor.ports.process.Cancellation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks on the terminal. The end of the input is no answer, and so no approval. */
final class ConsoleInterviewer implements Interviewer {
  private static final long FOREVER = TimeUnit.DAYS.toMillis(365);

  private final BufferedReader in;
  private final PrintWriter err;

  ConsoleInterviewer(BufferedReader in, PrintWriter err) {
    this.in = in;
    this.err = err;
  }

  @Override
  public String name() {
    return "console";
  }

  @Override
  public Answer ask(Question question, Cancellation cancellation) {
    err.println();
    err.println("? " + question.text());
    question.choices().forEach(choice -> err.printf("    %s  %s%n", choice.key(), choice.label()));
    err.print("your choice: ");
    err.flush();
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("answer").start(() -> answer.complete(read(question)));
    try (Cancellation.Registration _ =
        cancellation.onRequest(() -> answer.complete(new Answer.Unusable("the run was stopped")))) {
      return answer.get(
          question.timeout().map(limit -> limit.toMillis()).orElse(FOREVER), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Answer.TimedOut();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Unusable("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("an answer never fails", e);
    }
  }

  private Answer read(Question question) {
    String line;
    try {
      line = in.readLine();
    } catch (IOException e) {
      return new Answer.Unusable("the input failed: " + e.getMessage());
    }
    if (line == null) {
      return new Answer.Unusable("the input ended");
    }
    String word = line.strip();
    Optional<Question.Choice> choice =
        question.choices().stream()
            .filter(c -> c.key().equalsIgnoreCase(word) || c.label().equalsIgnoreCase(word))
            .findFirst();
    return choice
        .<Answer>map(Answer.Chosen::new)
        .orElseGet(() -> new Answer.Unusable("'%s' is none of the choices".formatted(word)));
  }
}
