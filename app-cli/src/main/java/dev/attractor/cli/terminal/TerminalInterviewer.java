package dev.attractor.cli.terminal;

import dev.attractor.domain.human.Choice;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.ports.people.AnswerBox;
import dev.attractor.ports.people.Interviewer;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.people.Question.Meaning;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Asks on the terminal (SEMANTICS §9). One thread reads it for all questions, a line at a time and
 * only while a question is shown, so that a line goes to what is shown when it comes, never to a
 * question that is over. While several are shown, a line has to name the one it answers. The end of
 * the input answers nothing: {@code attractor answer} still does.
 */
public final class TerminalInterviewer implements Interviewer {
  private final BufferedReader in;
  private final PrintWriter err;
  private final BooleanSupplier somebodyTypes;
  private final List<Shown> shown = new ArrayList<>();

  /** Whether lines can still come. */
  private boolean heard;

  private boolean reading;
  private boolean begun;

  /**
   * Makes an interviewer.
   *
   * @param attended whether somebody may answer on the terminal
   * @param somebodyTypes whether the input is a terminal: what was typed before a question is shown
   *     cannot be meant for it, while a program prepares its lines
   */
  public TerminalInterviewer(
      BufferedReader in, PrintWriter err, boolean attended, BooleanSupplier somebodyTypes) {
    this.in = in;
    this.err = err;
    this.heard = attended;
    this.somebodyTypes = somebodyTypes;
  }

  @Override
  public synchronized AnswerBox show(OpenQuestion question) {
    Shown box = new Shown(question);
    shown.add(box);
    display(box);
    if (heard && !begun) {
      begun = true;
      Thread.ofPlatform().daemon().name("answers").start(this::listen);
    }
    notifyAll();
    return box;
  }

  private synchronized void display(Shown box) {
    forgetWhatWasTypedBefore();
    err.println();
    err.println("? " + box.question.question().text());
    for (Choice choice : box.question.question().choices()) {
      err.printf(
          "    %s  %s%s%n",
          choice.key(), choice.label(), Questions.bar(box.question.question(), choice));
    }
    prompt(box);
  }

  private void prompt(Shown box) {
    if (!heard) {
      err.println("    answer it with: " + Questions.command(box.question));
    } else if (shown.size() == 1) {
      err.print("your choice: ");
    } else {
      err.printf(
          "%d questions are open; name the one you answer: %s%n",
          shown.size(),
          String.join(" or ", shown.stream().map(open -> nameOf(open) + " CHOICE").toList()));
      err.print("your choice: ");
    }
    err.flush();
  }

  /** Skips lines that were typed before the question was shown. */
  private void forgetWhatWasTypedBefore() {
    try {
      while (heard && !reading && in.ready() && somebodyTypes.getAsBoolean()) {
        String line = in.readLine();
        if (line == null) {
          return; // whoever reads next finds the end, too
        }
        tell("'%s' was typed before the question was shown and does not count".formatted(line));
      }
    } catch (IOException e) {
      tell("the input failed: " + e.getMessage()); // the next read fails, too, and deals with it
    }
  }

  private void tell(String text) {
    err.println(text);
    err.flush();
  }

  // --- the thread that reads ---

  private void listen() {
    while (awaitWish()) {
      try {
        hear(Optional.ofNullable(in.readLine()));
      } catch (IOException e) {
        tell("the input failed: " + e.getMessage());
        hear(Optional.empty());
      }
    }
  }

  /**
   * Waits until a question is shown and the line before has been judged; returns whether to read.
   */
  private synchronized boolean awaitWish() {
    try {
      while (heard && (shown.isEmpty() || shown.stream().anyMatch(Shown::isAnswered))) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    reading = heard;
    return heard;
  }

  private synchronized void hear(Optional<String> line) {
    reading = false;
    if (line.isPresent()) {
      give(line.get());
      return;
    }
    heard = false;
    for (Shown open : shown) {
      err.println();
      tell("the input has ended; the question stays open, answer it with:");
      tell("    " + Questions.command(open.question));
    }
  }

  private void give(String line) {
    if (shown.isEmpty()) {
      tell("'%s' was typed when no question was shown and does not count".formatted(line));
      return;
    }
    Optional<Shown> named = shown.stream().filter(open -> open.isNamedIn(line)).findFirst();
    if (named.isPresent()) {
      named.get().typed = Optional.of(afterTheName(line));
    } else if (shown.size() == 1) {
      shown.getFirst().typed = Optional.of(line);
    } else {
      tell("'%s' does not say which question it answers".formatted(line));
      prompt(shown.getLast());
    }
  }

  private static String afterTheName(String line) {
    return line.strip().replaceFirst("^\\S+\\s+", "");
  }

  /** Returns the node that asks, or the id of the question where several shown have that node. */
  private String nameOf(Shown box) {
    NodeId nodeId = box.question.question().nodeId();
    long alike =
        shown.stream().filter(open -> open.question.question().nodeId().equals(nodeId)).count();
    return alike == 1 ? nodeId.value() : box.question.id().text();
  }

  private final class Shown implements AnswerBox {
    private final OpenQuestion question;
    private Optional<String> typed = Optional.empty();

    Shown(OpenQuestion question) {
      this.question = question;
    }

    boolean isAnswered() {
      return typed.isPresent();
    }

    /** A line that is a choice as it stands is one, whatever the node is called. */
    boolean isNamedIn(String line) {
      boolean begins =
          line.strip().startsWith(question.id() + " ")
              || line.strip().startsWith(nameOf(this) + " ");
      boolean isChoice =
          shown.size() == 1 && question.question().meaningOf(line) instanceof Meaning.Chosen;
      return begins && !isChoice;
    }

    @Override
    public Optional<Reply> reply() {
      synchronized (TerminalInterviewer.this) {
        return typed.map(Reply.Said::new);
      }
    }

    @Override
    public void refuse(String why) {
      synchronized (TerminalInterviewer.this) {
        typed = Optional.empty();
        tell(why);
        prompt(this);
        TerminalInterviewer.this.notifyAll();
      }
    }

    @Override
    public void close() {
      synchronized (TerminalInterviewer.this) {
        shown.remove(this);
        if (shown.isEmpty() && heard && !isAnswered()) {
          err.println(); // nobody has ended the line of the prompt
        }
        if (shown.size() == 1 && !shown.getFirst().isAnswered()) {
          display(shown.getFirst()); // shown again without its name, which is not needed any more
        }
        TerminalInterviewer.this.notifyAll();
      }
    }
  }
}
