package dev.attractor.ports.people;

import dev.attractor.domain.human.Choice;
import dev.attractor.domain.pipeline.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A question with its choices.
 *
 * @param nodeId the node that asks
 * @param text what is asked
 * @param choices at least one; keys differ
 * @param barred why a choice cannot be taken now, by its key; without those that can
 * @param timeout how long to wait; empty for ever
 */
public record Question(
    NodeId nodeId,
    String text,
    List<Choice> choices,
    Map<String, String> barred,
    Optional<Duration> timeout) {
  public Question {
    choices = List.copyOf(choices);
    barred = Map.copyOf(barred);
  }

  /** Returns the choices that can be taken now. */
  public List<Choice> open() {
    return choices.stream().filter(choice -> !barred.containsKey(choice.key())).toList();
  }

  /** Returns what a text means; see {@link Choice#named}. */
  public Meaning meaningOf(String text) {
    Optional<Choice> named = Choice.named(text, choices);
    if (named.isEmpty()) {
      return new Meaning.None("'%s' is none of the choices: %s".formatted(text, told()));
    }
    Choice choice = named.get();
    String why = barred.get(choice.key());
    return why == null
        ? new Meaning.Chosen(choice)
        : new Meaning.None("%s cannot be chosen now: %s".formatted(choice.label(), why));
  }

  private String told() {
    return String.join(
        ", ",
        open().stream().map(choice -> "%s (%s)".formatted(choice.key(), choice.label())).toList());
  }

  /** What a text means as an answer. */
  public sealed interface Meaning {
    /** A choice that can be taken. */
    record Chosen(Choice choice) implements Meaning {}

    /**
     * No answer, and so no approval: the question stays open.
     *
     * @param why what people are told
     */
    record None(String why) implements Meaning {}
  }
}
