package dev.attractor.ports.people;

import java.util.Optional;

/** Where a question is shown, and where answers to it come (SEMANTICS §9). */
public interface AnswerBox extends AutoCloseable {
  /** Returns what has come; the same until it is refused, or the box is closed. */
  Optional<Reply> reply();

  /** Puts the reply away, and tells why whoever gave it; the question stays open. */
  void refuse(String why);

  /** The question is not open any more: nothing that comes now is its answer. */
  @Override
  void close();

  /** What comes as an answer. */
  sealed interface Reply {
    /** The text of somebody who answers this question. */
    record Said(String text) implements Reply {}

    /**
     * Something that does not belong to this question, or cannot be read.
     *
     * @param why what people are told
     */
    record Foreign(String why) implements Reply {}
  }
}
