package dev.attractor.testkit.generate;

import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.PipelineCompiler;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.lint.StandardRules;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.source.SourceText;
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
  private static final List<String> JOIN_POLICIES =
      List.of("wait_all", "first_success", "k_of_n", "quorum");
  private static final List<String> TAKES = List.of("", " take=best", " take=all", " take=none");
  private static final List<String> LISTS =
      List.of("one\\ntwo\\nthree", "[1, 2, 2, {\\\"k\\\": 3}]", "alone", "");
  private static final List<String> ERROR_POLICIES = List.of("continue", "fail_fast", "ignore");
  private static final List<String> CONDITIONS =
      List.of(
          "outcome=success",
          "outcome=fail",
          "outcome!=success",
          "context.flag",
          "outcome=yes",
          "!context.flag && outcome in (fail, retry)",
          "visits.n0<3 || outcome=fail",
          "failure_class=transient_infra");

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
    String text = candidate(size);
    while (!isValid(text)) {
      text = candidate(size);
    }
    return text;
  }

  private static boolean isValid(String text) {
    return new PipelineCompiler(StandardRules.all())
            .compile(new PipelineSource(new SourceText("generated.dot", text), Map.of()))
        instanceof Compilation.Compiled;
  }

  private String candidate(int size) {
    List<String> lines = new ArrayList<>();
    lines.add("digraph generated {");
    maybe(3, () -> lines.add("  default_max_retries=" + random.nextInt(4)));
    maybe(4, () -> lines.add("  retry_target=n" + random.nextInt(size)));
    // Without this limit a circle of successes may go on for ever: that is its author's right.
    lines.add("  max_node_visits=" + (2 + random.nextInt(8)));
    lines.add("  start [shape=Mdiamond]");
    lines.add("  exit [shape=Msquare]");
    lines.add("  start -> n0");
    maybe(
        3,
        () -> {
          lines.add("  bad [shape=Msquare]");
          lines.add("  n0 -> bad [condition=\"outcome=fail\"]");
        });
    for (int i = 0; i < size; i++) {
      String next = i + 1 < size ? "n" + (i + 1) : "exit";
      if (random.nextInt(3) == 0) {
        fanOut(lines, i, size, next);
      } else {
        stage(lines, "n" + i, size, next);
      }
    }
    lines.add("}");
    return String.join("\n", lines) + "\n";
  }

  /**
   * Returns the text of a valid pipeline of stages in a row, whose failures ride plain edges past
   * goal gates, sometimes back, sometimes accepted.
   *
   * @param size the number of stages, at least 1
   */
  public String row(int size) {
    List<String> lines = new ArrayList<>();
    lines.add("digraph row {");
    lines.add("  max_node_visits=6");
    lines.add("  start [shape=Mdiamond]");
    lines.add("  exit [shape=Msquare]");
    lines.add("  start -> n0");
    for (int i = 0; i < size; i++) {
      String next = i + 1 < size ? "n" + (i + 1) : "exit";
      StringBuilder extras = new StringBuilder("prompt=x");
      maybe(3, () -> extras.append(" goal_gate=true"));
      lines.add("  n%d [%s]".formatted(i, extras));
      lines.add(
          "  n%d -> %s%s"
              .formatted(i, next, random.nextInt(8) == 0 ? " [accept_failure=true]" : ""));
      String earlier = "n" + random.nextInt(i + 1);
      String from = "n" + i;
      maybe(3, () -> lines.add("  %s -> %s [condition=\"context.flag\"]".formatted(from, earlier)));
    }
    lines.add("}");
    return String.join("\n", lines) + "\n";
  }

  private void stage(List<String> lines, String id, int size, String next) {
    String kind =
        random.nextInt(20) == 0 ? "shape=hexagon" : KINDS.get(random.nextInt(KINDS.size()));
    lines.add("  %s [%s%s]".formatted(id, kind, extras(size)));
    // A way on for every node, so that all can be reached; besides it, any edge whatever.
    lines.add("  %s -> %s%s".formatted(id, next, edge()));
    for (int more = random.nextInt(3); more > 0; more--) {
      String to = random.nextInt(6) == 0 ? "exit" : "n" + random.nextInt(size);
      lines.add("  %s -> %s%s".formatted(id, to, edge()));
    }
  }

  /** A fan-out, of edges or over a list, its branches, and the fan-in where they mostly meet. */
  private void fanOut(List<String> lines, int i, int size, String next) {
    boolean list = random.nextInt(4) == 0;
    lines.add(
        "  n%d [shape=component max_parallel=1 join_policy=%s error_policy=%s join_k=2%s%s]"
            .formatted(
                i,
                any(JOIN_POLICIES),
                any(ERROR_POLICIES),
                any(TAKES),
                list ? " for_each=\"%s\"".formatted(any(LISTS)) : ""));
    lines.add("  join%d [shape=tripleoctagon%s]".formatted(i, extras(size)));
    lines.add("  join%d -> %s%s".formatted(i, next, edge()));
    int edges = list ? 1 : 2 + random.nextInt(2);
    for (int branch = 0; branch < edges; branch++) {
      String id = "n%d_%d".formatted(i, branch);
      lines.add("  n%d -> %s".formatted(i, id));
      stage(lines, id, size, "join" + i);
    }
  }

  private String any(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }

  private String extras(int size) {
    StringBuilder extras = new StringBuilder();
    maybe(4, () -> extras.append(" max_retries=").append(random.nextInt(3)));
    maybe(4, () -> extras.append(" goal_gate=true"));
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
    maybe(12, () -> attributes.add("accept_failure=true"));
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
