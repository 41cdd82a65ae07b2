package dev.attractor.domain.outcome;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of the context that the engine sets, and no stage (SEMANTICS §8). */
public final class EngineKeys {
  private static final Set<String> NAMES =
      Set.of(
          "outcome",
          "preferred_label",
          "failure_reason",
          "failure_class",
          "current_node",
          "last_stage",
          "last_response",
          "tool.output");
  private static final List<String> FAMILIES =
      List.of("graph.", "run.", "internal.", "visits.", "attempts.", "parallel.", "human.gate.");

  private EngineKeys() {}

  /** Returns whether what a stage reports of a key does not count. */
  public static boolean contain(String key) {
    return NAMES.contains(key) || FAMILIES.stream().anyMatch(key::startsWith);
  }

  /** Returns what a stage may report. */
  public static Map<String, String> leftOut(Map<String, String> reported) {
    Map<String, String> rest = new LinkedHashMap<>(reported);
    rest.keySet().removeIf(EngineKeys::contain);
    return rest;
  }
}
