package dev.attractor.ports.people;

/** Draws what tells one asking of a question from another. */
@FunctionalInterface
public interface Tokens {
  /** Returns a text that nobody can guess and that never comes again. */
  String draw();
}
