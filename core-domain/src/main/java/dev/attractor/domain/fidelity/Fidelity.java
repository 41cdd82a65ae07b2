package dev.attractor.domain.fidelity;

import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much of the run so far is carried into an agent's prompt (SEMANTICS §8). */
public enum Fidelity {
  /** The provider's session goes on; nothing has to be told again. */
  FULL(0),
  /** Goal and run id only. */
  TRUNCATE(400),
  /** Stages, outcomes and context as a list. */
  COMPACT(3_200),
  SUMMARY_LOW(2_400),
  SUMMARY_MEDIUM(6_000),
  SUMMARY_HIGH(12_000);

  private final int budget;

  Fidelity(int budget) {
    this.budget = budget;
  }

  /** Returns how many characters of history may be carried; about four make a token. */
  public int budget() {
    return budget;
  }

  /** Returns the word used in pipelines, for example {@code summary:low}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ':');
  }

  /** Returns the mode of that word. */
  public static Optional<Fidelity> of(String word) {
    String wanted = word.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(mode -> mode.word().equals(wanted)).findFirst();
  }

  /**
   * Returns the mode for a stage: the edge's it was reached by, else the node's, else the graph's
   * {@code default_fidelity}, else {@link #COMPACT}.
   */
  public static Fidelity resolve(Pipeline pipeline, Optional<Edge> arrival, Node node) {
    return arrival
        .flatMap(edge -> of(edge.attributes().text("fidelity")))
        .or(() -> of(node.attributes().text("fidelity")))
        .or(() -> of(pipeline.attributes().text("default_fidelity")))
        .orElse(COMPACT);
  }
}
