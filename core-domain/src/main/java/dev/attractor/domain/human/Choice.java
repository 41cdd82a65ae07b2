package dev.attractor.domain.human;

import dev.attractor.domain.pipeline.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One way that a person can send a run.
 *
 * @param key what to type, upper case; those of one question differ
 * @param label what is shown: the label of the edge, else the id of its target
 * @param to the id of the node it leads to
 */
public record Choice(String key, String label, NodeId to) {

  /**
   * Returns the choice that a text names (SEMANTICS §9): by its key, else its label, with or
   * without the key in it, else the id of its target. Case and blanks do not matter, but in ids. A
   * text that fits two choices equally names none, as does an empty one.
   */
  public static Optional<Choice> named(String text, List<Choice> choices) {
    String wanted = ChoiceLabel.evened(text);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    List<Predicate<Choice>> ways =
        List.of(
            choice -> choice.key().equalsIgnoreCase(wanted),
            choice -> ChoiceLabel.evened(choice.label()).equals(wanted),
            choice -> ChoiceLabel.of(choice.label()).evened().equals(wanted),
            choice -> choice.to().value().equals(text.strip()));
    for (Predicate<Choice> way : ways) {
      List<Choice> fitting = choices.stream().filter(way).toList();
      if (!fitting.isEmpty()) {
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
