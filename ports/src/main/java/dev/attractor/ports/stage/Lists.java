package dev.attractor.ports.stage;

import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.parallel.ForEach;
import dev.attractor.domain.parallel.Items;
import dev.attractor.domain.simulate.OutcomeScript;
import dev.attractor.domain.simulate.Simulation;
import java.nio.file.Path;
import java.util.function.Function;

/** Reads the lists that fan-outs work through: a JSON array or lines (SEMANTICS §7). */
public interface Lists {
  /** Returns the items that a text holds; blank lines are none. */
  Items in(String text);

  /**
   * Returns the items that a file holds.
   *
   * @param worktree the folder that the file has to lie in, whatever links lead to
   * @param path from there
   */
  Items inFile(Path worktree, String path);

  /**
   * Returns what fan-outs over a list find when nothing runs: what the script says, else what
   * stands in the pipeline itself, else a few items.
   */
  default Function<FanOut, Items> invented(OutcomeScript script) {
    return fanOut ->
        script
            .listOf(fanOut)
            .or(() -> fanOut.forEach().flatMap(ForEach::literal).map(this::in))
            .orElseGet(() -> Simulation.someItems(fanOut));
  }
}
