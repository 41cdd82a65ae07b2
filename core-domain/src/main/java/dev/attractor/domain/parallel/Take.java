package dev.attractor.domain.parallel;

import dev.attractor.domain.pipeline.Node;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a join takes of the branches that came to it (SEMANTICS §7). */
public enum Take {
  /** The files of the best one. */
  BEST,
  /** The files of all that did not fail, merged. */
  ALL,
  /** No files: only what the branches said. */
  NONE;

  /** The attribute, of the fan-out or of the join. */
  public static final String ATTRIBUTE = "take";

  /** Returns the word used in pipelines, for example {@code best}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what is called so. */
  public static Optional<Take> parse(String word) {
    return Arrays.stream(values()).filter(take -> take.word().equals(word)).findFirst();
  }

  /** Returns what a join says that it takes, else what its fan-out wants it to, else best. */
  static Take of(Node fanOut, Optional<Node> join) {
    return join.flatMap(Take::saidBy).or(() -> saidBy(fanOut)).orElse(BEST);
  }

  /** Returns what a node itself says. */
  public static Optional<Take> saidBy(Node node) {
    return parse(node.attributes().text(ATTRIBUTE).strip());
  }
}
