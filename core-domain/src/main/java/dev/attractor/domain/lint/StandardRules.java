package dev.attractor.domain.lint;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The rules that every pipeline is held to. */
public final class StandardRules {
  private StandardRules() {}

  /**
   * Returns all rules.
   *
   * @param pluginTypes node types that plugins add to those of SEMANTICS §2
   */
  public static List<LintRule> all(Set<String> pluginTypes) {
    return Stream.of(ShapeRules.rules(pluginTypes), AttributeRules.rules(), StageRules.rules())
        .flatMap(List::stream)
        .toList();
  }
}
