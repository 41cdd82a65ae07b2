package dev.attractor.cli;

import dev.attractor.ports.people.OpenQuestion;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells what a run waits for, each question once. */
final class ToldQuestions {
  private final PrintWriter out;
  private final Set<String> told = new HashSet<>();

  ToldQuestions(PrintWriter out) {
    this.out = out;
  }

  void tell(List<OpenQuestion> open) {
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
