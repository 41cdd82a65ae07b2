package dev.attractor.ports.people;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A question with its choices.
 *
 * @param nodeId the node that asks
 * @param text what is asked
 * @param choices at least one; keys differ
 * @param timeout how long to wait; empty for ever
 */
public record Question(
    String nodeId, String text, List<Choice> choices, Optional<Duration> timeout) {
  public Question {
    choices = List.copyOf(choices);
  }

  /** Returns the choice of which a word is the key, the label or the target, whatever its case. */
  public Optional<Choice> choiceOf(String word) {
    return choices.stream()
        .filter(choice ->
            choice.key().equalsIgnoreCase(word)
                || choice.label().equalsIgnoreCase(word)
                || choice.to().equals(word))
        .findFirst();
  }

  /**
   * One choice.
   *
   * @param key what to type, upper case
   * @param label what it means
   * @param to the node it leads to
   */
  public record Choice(String key, String label, String to) {}
}
