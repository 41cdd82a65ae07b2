package dev.attractor.ports.people;

import dev.attractor.ports.process.Cancellation;

/** Asks a person. No answer is never an approval (SEMANTICS §9). */
@FunctionalInterface
public interface Interviewer {
  /**
   * Puts a question and waits for the answer, as long as the question allows.
   *
   * @param box where other programs may answer it meanwhile
   */
  Answer ask(Question question, AnswerBox box, Cancellation cancellation);
}
