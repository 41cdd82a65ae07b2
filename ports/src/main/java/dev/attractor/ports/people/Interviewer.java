package dev.attractor.ports.people;

/** Shows questions to people. No answer is never an approval (SEMANTICS §9). */
@FunctionalInterface
public interface Interviewer {
  /** Shows a question; several may be shown at once, and each takes only its own answer. */
  AnswerBox show(OpenQuestion question);
}
