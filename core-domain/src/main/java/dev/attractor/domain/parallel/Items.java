package dev.attractor.domain.parallel;

import java.util.List;

/** What was found where a fan-out expects a list. */
public sealed interface Items {
  /** A list, which may be empty. */
  record Listed(List<Item> all) implements Items {
    public Listed {
      all = List.copyOf(all);
    }
  }

  /**
   * No list that can be used.
   *
   * @param why one sentence
   */
  record Unusable(String why) implements Items {}
}
