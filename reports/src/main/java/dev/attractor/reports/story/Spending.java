package dev.attractor.reports.story;

import dev.attractor.domain.agent.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a part of a run used up. What a stage has others do, a fan-out or a pipeline, counts where
 * they did it.
 *
 * @param of which part
 * @param attempts how many
 * @param time for which they worked; those of branches add up
 */
record Spending(String of, int attempts, Duration time, Usage usage) {
  private Spending plus(Stint stint) {
    return new Spending(of, attempts + 1, time.plus(stint.duration()), usage.plus(stint.usage()));
  }

  /** Returns what was used up by each part, in the order in which they began. */
  static List<Spending> by(Function<Stint, String> part, List<Stint> stints) {
    Map<String, Spending> rows = new LinkedHashMap<>();
    for (Stint stint : stints) {
      String name = part.apply(stint);
      if (!name.isEmpty() && !stint.letsOthersWork()) {
        rows.put(
            name,
            rows.getOrDefault(name, new Spending(name, 0, Duration.ZERO, Usage.NONE)).plus(stint));
      }
    }
    return new ArrayList<>(rows.values());
  }

  /** Returns what all of them used up together. */
  static Spending all(String name, List<Stint> stints) {
    return by(_ -> name, stints).stream()
        .findFirst()
        .orElse(new Spending(name, 0, Duration.ZERO, Usage.NONE));
  }
}
