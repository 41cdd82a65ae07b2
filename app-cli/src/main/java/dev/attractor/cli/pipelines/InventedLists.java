package dev.attractor.cli.pipelines;

import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.parallel.ForEach;
import dev.attractor.domain.parallel.Items;
import dev.attractor.domain.simulate.OutcomeScript;
import dev.attractor.domain.simulate.Simulation;
import dev.attractor.ports.stage.Lists;
import java.util.function.Function;

/** What fan-outs over a list find when nothing runs. */
final class InventedLists {
  private InventedLists() {}

  /** Returns what the script says, else what stands in the pipeline itself, else a few items. */
  static Function<FanOut, Items> of(OutcomeScript script, Lists lists) {
    return fanOut ->
        script
            .listOf(fanOut)
            .or(() -> fanOut.forEach().flatMap(ForEach::literal).map(lists::in))
            .orElseGet(() -> Simulation.someItems(fanOut));
  }
}
