package dev.attractor.ports.people;

import java.util.Optional;

/** Where a question lies for other programs, and where their answer comes (SEMANTICS §9). */
public interface AnswerBox extends AutoCloseable {
  /** Returns the word that somebody answered with, once there is one. */
  Optional<String> answer();

  /** The question is not open any more. */
  @Override
  void close();
}
