package dev.attractor.ports.people;

import dev.attractor.ports.process.Cancellation;

/** Asks a person. No answer is never an approval (SEMANTICS §9). */
public interface Interviewer {
  /** Puts a question and waits for the answer, as long as the question allows. */
  Answer ask(Question question, Cancellation cancellation);

  /** Returns the word that names this way of asking in the journal. */
  String name();
}
