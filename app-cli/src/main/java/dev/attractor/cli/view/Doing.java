package dev.attractor.cli.view;

import dev.attractor.domain.outcome.Outcome;
import java.time.Instant;
import java.util.List;

/** What the latest attempt of a stage does, as far as facts tell. */
sealed interface Doing {
  /**
   * It works.
   *
   * @param words what was heard of it last; may be empty
   */
  record Working(String words) implements Doing {}

  /**
   * It waits to be tried again.
   *
   * @param why how the attempt before failed
   */
  record Pausing(Instant until, String why) implements Doing {}

  /** It waits for the answer of a person. */
  record Asking(String question, List<String> choices) implements Doing {}

  /**
   * It is over.
   *
   * @param accepted whether its failure was accepted
   */
  record Over(Outcome outcome, boolean accepted) implements Doing {}

  /** Nobody works on it any more, though it has not ended. */
  record Interrupted() implements Doing {}
}
