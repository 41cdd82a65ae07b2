package dev.attractor.domain.run;

import dev.attractor.domain.pipeline.NodeId;
import java.util.Optional;

/**
 * What the agents of a run are told while it goes on, by a person or by the manager of the run
 * (SEMANTICS §7a).
 *
 * @param id tells it from all others in its run
 * @param by who says it: {@link #PERSON}, or the id of the manager's run
 * @param to the one stage that it is for; empty when it is for all
 * @param text what is said, never blank
 */
public record Instruction(String id, String by, Optional<NodeId> to, String text) {
  /** Who says it, when it is a person. */
  public static final String PERSON = "person";

  /** Characters; longer ones are no instructions but files. */
  public static final int LONGEST = 10_000;

  public Instruction {
    if (text.isBlank()) {
      throw new IllegalArgumentException("nothing is said");
    }
  }

  /** Returns whether it is for a stage. */
  public boolean isFor(NodeId nodeId) {
    return to.isEmpty() || to.get().equals(nodeId);
  }
}
