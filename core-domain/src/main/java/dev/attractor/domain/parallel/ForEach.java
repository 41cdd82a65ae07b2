package dev.attractor.domain.parallel;

import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The list that a fan-out opens one branch for each item of (SEMANTICS §7).
 *
 * @param list where it is: {@code context.<key>}, {@code @file}, or the list itself
 * @param most how many items it may have
 */
public record ForEach(String list, int most) {
  /** The attribute. */
  public static final String ATTRIBUTE = "for_each";

  /** The attribute that says how many items there may be. */
  public static final String MOST = "for_each_max";

  private static final int DEFAULT_MOST = 100;
  private static final String KEY = "context.";
  private static final String FILE = "@";

  static Optional<ForEach> of(Node node) {
    return node.attributes().has(ATTRIBUTE)
        ? Optional.of(
            new ForEach(
                node.attributes().text(ATTRIBUTE), node.attributes().integer(MOST, DEFAULT_MOST)))
        : Optional.empty();
  }

  /** Returns the key of the context whose value is the list. */
  public Optional<String> key() {
    return after(KEY);
  }

  /** Returns the file that holds the list, below the work tree. */
  public Optional<String> file() {
    return after(FILE);
  }

  /** Returns the list when it stands in the pipeline itself. */
  public Optional<String> literal() {
    return key().isPresent() || file().isPresent() ? Optional.empty() : Optional.of(list);
  }

  private Optional<String> after(String beginning) {
    String text = list.strip();
    return text.startsWith(beginning)
        ? Optional.of(text.substring(beginning.length()))
        : Optional.empty();
  }

  /** Returns this list when it has no more items than it may, else why it cannot be used. */
  public Items limited(Items items) {
    return switch (items) {
      case Items.Listed(List<Item> all) when all.size() > most ->
          new Items.Unusable(
              "the list has %d items, and %s is %d".formatted(all.size(), MOST, most));
      case Items.Listed _, Items.Unusable _ -> items;
    };
  }

  /** Returns the ids of the branches for so many items. */
  static List<String> ids(NodeId first, int items) {
    List<String> ids = new ArrayList<>();
    for (int index = 1; index <= items; index++) {
      ids.add(first + "_" + index);
    }
    return ids;
  }
}
