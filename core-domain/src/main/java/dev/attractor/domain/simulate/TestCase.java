package dev.attractor.domain.simulate;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.parallel.Items;
import dev.attractor.domain.simulate.Expectation.Miss;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * One way that a pipeline is meant to go: what happens in it, and what has to come of that.
 *
 * @param name what people call it; not blank
 * @param script what its stages report and people answer
 * @param context variables and what else the context holds when the run begins
 * @param expectations what has to hold; at least one
 */
public record TestCase(
    String name,
    OutcomeScript script,
    Map<String, String> context,
    List<Expectation> expectations) {
  public TestCase {
    context = Map.copyOf(context);
    expectations = List.copyOf(expectations);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a case has no name");
    }
    if (expectations.isEmpty()) {
      throw new IllegalArgumentException("the case '%s' expects nothing".formatted(name));
    }
  }

  /**
   * What came of a case.
   *
   * @param misses what was expected and did not happen; none when the case holds
   */
  public record Result(TestCase tested, Walk walk, List<Miss> misses) {
    public Result {
      misses = List.copyOf(misses);
    }

    /** Returns whether all that was expected happened. */
    public boolean holds() {
      return misses.isEmpty();
    }
  }

  /**
   * Simulates it. A run that comes to no end within {@link Simulation#MOST_FACTS} facts never holds
   * what is expected of it.
   *
   * @param lists what fan-outs over a list find, those of the script among them
   */
  public Result run(ValidPipeline pipeline, Function<FanOut, Items> lists) {
    Walk walk =
        Walk.of(Simulation.run(pipeline, script.start(), lists, context, Simulation.MOST_FACTS));
    return new Result(
        this,
        walk,
        walk.end().isEmpty()
            ? List.of(new Miss("end", "an end", walk.ended(), OptionalInt.empty()))
            : expectations.stream()
                .map(expectation -> expectation.missed(walk))
                .flatMap(Optional::stream)
                .toList());
  }
}
