package dev.attractor.ports.config;

import dev.attractor.domain.pipeline.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is answered to questions without asking anybody (SEMANTICS §9).
 *
 * @param autoApprove whether every question is answered with its first choice; by default not
 * @param answers what to answer to a node, for its first visit, its second and so on; a visit
 *     without an answer here is asked like any other
 */
public record PeopleConfig(boolean autoApprove, Map<String, List<String>> answers) {
  /** Everybody is asked. */
  public static final PeopleConfig DEFAULT = new PeopleConfig(false, Map.of());

  public PeopleConfig {
    answers = Map.copyOf(answers);
  }

  /**
   * Returns the answer to a visit of a node.
   *
   * @param visit from 1
   */
  public Optional<String> answer(NodeId nodeId, int visit) {
    List<String> all = answers.getOrDefault(nodeId.value(), List.of());
    return visit <= all.size() ? Optional.of(all.get(visit - 1)) : Optional.empty();
  }
}
