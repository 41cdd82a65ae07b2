package dev.attractor.testkit.generate;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Draws pipelines and outcomes from a seed: the same seed always gives the same.
 *
 * @since 0.1
 */
public final class Generator {
  private static final List<String> KINDS =
      List.of(
          "prompt=x",
          "prompt=x",
          "shape=parallelogram tool_command=x",
          "shape=diamond",
          "shape=tripleoctagon");
  private static final List<String> CONDITIONS =
      List.of("outcome=success", "outcome=fail", "outcome!=success", "context.flag", "outcome=yes");

  private final Random random;

  /** Makes a generator. */
  public Generator(long seed) {
    this.random = new Random(seed);
  }

  /**
   * Returns the text of a valid pipeline, all of whose runs end.
   *
   * @param size the number of stages between start and exit, at least 1
   */
  public String pipeline(int size) {
    List<String> lines = new ArrayList<>();
    lines.add("digraph generated {");
    maybe(3, () -> lines.add("  default_max_retries=" + random.nextInt(4)));
    maybe(4, () -> lines.add("  retry_target=n" + random.nextInt(size)));
    // Without this limit a circle of successes may go on for ever: that is its author's right.
    lines.add("  max_node_visits=" + (2 + random.nextInt(8)));
    lines.add("  start [shape=Mdiamond]");
    lines.add("  exit [shape=Msquare]");
    for (int i = 0; i < size; i++) {
      lines.add("  n%d [%s%s]".formatted(i, KINDS.get(random.nextInt(KINDS.size())), extras(size)));
    }
    lines.add("  start -> n0");
    for (int i = 0; i < size; i++) {
      // A way on for every node, so that all can be reached; besides it, any edge whatever.
      lines.add("  n%d -> %s%s".formatted(i, i + 1 < size ? "n" + (i + 1) : "exit", edge()));
      for (int more = random.nextInt(3); more > 0; more--) {
        String to = random.nextInt(6) == 0 ? "exit" : "n" + random.nextInt(size);
        lines.add("  n%d -> %s%s".formatted(i, to, edge()));
      }
    }
    lines.add("}");
    return String.join("\n", lines) + "\n";
  }

  private String extras(int size) {
    StringBuilder extras = new StringBuilder();
    maybe(4, () -> extras.append(" max_retries=").append(random.nextInt(3)));
    maybe(6, () -> extras.append(" goal_gate=true"));
    maybe(6, () -> extras.append(" allow_partial=true"));
    maybe(5, () -> extras.append(" retry_target=n").append(random.nextInt(size)));
    maybe(8, () -> extras.append(" failure_routing=closed"));
    return extras.toString();
  }

  private String edge() {
    List<String> attributes = new ArrayList<>();
    maybe(
        2,
        () ->
            attributes.add(
                "condition=\"%s\"".formatted(CONDITIONS.get(random.nextInt(CONDITIONS.size())))));
    maybe(3, () -> attributes.add("weight=" + random.nextInt(4)));
    maybe(4, () -> attributes.add("label=L" + random.nextInt(3)));
    maybe(12, () -> attributes.add("loop_restart=true"));
    return attributes.isEmpty() ? "" : " [" + String.join(" ", attributes) + "]";
  }

  /** Returns an outcome of any kind. */
  public Outcome outcome() {
    return new Outcome(
        status(),
        random.nextInt(3) == 0 ? "L" + random.nextInt(3) : "",
        random.nextInt(3) == 0 ? List.of("n" + random.nextInt(6), "exit") : List.of(),
        random.nextInt(3) == 0 ? Map.of("flag", random.nextBoolean() ? "yes" : "no") : Map.of(),
        "");
  }

  private Status status() {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> Status.Passed.SUCCESS;
      case 4 -> Status.Passed.PARTIAL_SUCCESS;
      case 5 -> Status.Passed.SKIPPED;
      case 6 -> new Status.Verdict("yes");
      case 7 -> new Status.Retry(failure());
      default -> new Status.Fail(failure());
    };
  }

  private Failure failure() {
    FailureClass[] classes = FailureClass.values();
    return Failure.of(
        classes[random.nextInt(classes.length)], "reason " + (char) ('a' + random.nextInt(3)));
  }

  private void maybe(int oneIn, Runnable action) {
    if (random.nextInt(oneIn) == 0) {
      action.run();
    }
  }
}
