package dev.attractor.ports.people;

/** A question that lies ready for other programs; they see it when it is opened. */
public interface QuestionFile {
  /** Returns the question with its token, which outlives a crash of the driver. */
  OpenQuestion question();

  /** Lets other programs see the question and answer it. */
  AnswerBox open();
}
