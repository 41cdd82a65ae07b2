package dev.attractor.ports.people;

/** What a person answered. */
public sealed interface Answer {
  /**
   * One of the choices.
   *
   * @param by how it came, as the journal names it: {@code console}, {@code file}, {@code queue}
   */
  record Chosen(Question.Choice choice, String by) implements Answer {}

  /** Nothing that can be used: the input ended, the session closed, the word is unknown. */
  record Unusable(String why) implements Answer {}

  /** Nothing in time. */
  record TimedOut() implements Answer {}

  /** Returns the answer that a word is: a choice, if it is the key, label or target of one. */
  static Answer of(Question question, String word, String by) {
    return question
        .choiceOf(word)
        .<Answer>map(choice -> new Chosen(choice, by))
        .orElseGet(() -> new Unusable("'%s' is none of the choices".formatted(word)));
  }
}
