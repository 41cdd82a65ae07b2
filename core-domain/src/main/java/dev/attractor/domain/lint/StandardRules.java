package dev.attractor.domain.lint;

import java.util.List;
import java.util.stream.Stream;

/** The rules that every pipeline is held to; docs/lint describes each. */
public final class StandardRules {
  private StandardRules() {}

  /** Returns all rules. */
  public static List<LintRule> all() {
    return Stream.of(
            ShapeRules.rules(),
            NodeIds.rules(),
            AttributeRules.rules(),
            RoutingRules.rules(),
            ParallelRules.rules(),
            StageRules.rules(),
            ManagerRules.rules(),
            AgentRules.rules())
        .flatMap(List::stream)
        .toList();
  }
}
