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

  /** What handlers tell the engine, and what the engine knows by itself. */
  private static final List<String> TOLD = List.of("parallel.", "human.gate.");

  private static final List<String> COUNTED =
      List.of("graph.", "run.", "internal.", "visits.", "attempts.");

  private EngineKeys() {}

  /** Returns whether what a stage reports of a key does not count. */
  public static boolean contain(String key) {
    return NAMES.contains(key) || isCounted(key) || TOLD.stream().anyMatch(key::startsWith);
  }

  /**
   * Returns whether the engine derives a key from the facts, so that not even a handler tells it.
   */
  public static boolean isDerived(String key) {
    return key.equals("current_node") || isCounted(key);
  }

  private static boolean isCounted(String key) {
    return COUNTED.stream().anyMatch(key::startsWith);
  }

  /** Returns what a stage may report. */
  public static Map<String, String> leftOut(Map<String, String> reported) {
    Map<String, String> rest = new LinkedHashMap<>(reported);
    rest.keySet().removeIf(EngineKeys::contain);
    return rest;
  }
}
