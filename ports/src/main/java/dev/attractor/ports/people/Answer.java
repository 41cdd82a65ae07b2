package dev.attractor.ports.people;

/** What a person answered. */
public sealed interface Answer {
  /** One of the choices. */
  record Chosen(Question.Choice choice) implements Answer {}

  /** Nothing that can be used: the input ended, the session closed, the word is unknown. */
  record Unusable(String why) implements Answer {}

  /** Nothing in time. */
  record TimedOut() implements Answer {}
}
