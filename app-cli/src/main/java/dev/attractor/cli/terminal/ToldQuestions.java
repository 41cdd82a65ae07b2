package dev.attractor.cli.terminal;

import dev.attractor.ports.people.OpenQuestion;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells what a run waits for, each question once. */
public final class ToldQuestions {
  private final PrintWriter out;
  private final Set<String> told = new HashSet<>();

  /** Makes one that has told nothing yet. */
  public ToldQuestions(PrintWriter out) {
    this.out = out;
  }

  /** Tells those of the open questions that it has not told yet, and how to answer them. */
  public void tell(List<OpenQuestion> open) {
    for (OpenQuestion question : open) {
      if (told.add(question.token())) {
        out.println("waiting for an answer to:");
        Questions.lines(question).forEach(line -> out.println("  " + line));
        out.println("  answer it with: " + Questions.command(question));
        out.flush();
      }
    }
  }
}
