package dev.attractor.cli.view;

import dev.attractor.cli.screen.Columns;
import dev.attractor.cli.screen.Screen;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.BranchOf;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.journal.JournalEntry;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run whose facts a test tells, each a second after the one before. */
final class Told {
  static final Usage SOME = new Usage(12_000, 4_000, 345, new BigDecimal("0.421"));
  static final Usage MUCH = new Usage(2_400_000, 0, 100_000, new BigDecimal("12.5"));

  private final Map<List<RunId>, Long> written = new HashMap<>();
  private Instant now = Instant.parse("2026-11-24T10:00:00Z");
  private RunView view = RunView.NOTHING;

  /** Begins with the run's first fact. */
  Told() {
    tell(started(new RunId("one"), Optional.empty()));
  }

  /** Begins with the first fact of a run of a pipeline of this name. */
  Told(String pipeline) {
    tell(started(pipeline, new RunId("one"), Optional.empty()));
  }

  static RunEvent.RunStarted started(RunId id, Optional<BranchOf> branch) {
    return started("night", id, branch);
  }

  private static RunEvent.RunStarted started(String pipeline, RunId id, Optional<BranchOf> branch) {
    return new RunEvent.RunStarted(
        id,
        pipeline,
        new NodeId("start"),
        "digest",
        "base",
        new BranchName("run/" + id),
        Map.of(),
        branch);
  }

  /** Returns the first fact of a branch of the first pass of a fan-out. */
  static RunEvent.RunStarted branch(RunId parent, String fanOut, String name) {
    return started(
        parent.inside("%s-p1-%s".formatted(fanOut, name)),
        Optional.of(
            new BranchOf(
                parent,
                1,
                List.of(new NodeId(fanOut)),
                new NodeId("join"),
                Map.of(),
                Map.of(),
                List.of())));
  }

  Told tell(RunEvent event) {
    return tell(List.of(), event);
  }

  Told tell(List<RunId> within, RunEvent event) {
    now = now.plusSeconds(1);
    long seq = written.merge(within, 1L, Long::sum);
    view = view.apply(within, new JournalEntry(seq, now, event));
    return this;
  }

  Told begin(String node) {
    return tell(new RunEvent.StageAttemptStarted(Attempt.first(new NodeId(node), 1)));
  }

  Told end(String node, Outcome outcome, Usage usage) {
    return tell(ended(Attempt.first(new NodeId(node), 1), outcome, usage));
  }

  /** Has a stage begin and succeed. */
  Told pass(String node) {
    return begin(node).end(node, Outcome.success(), Usage.NONE);
  }

  static RunEvent.StageAttemptEnded ended(Attempt attempt, Outcome outcome, Usage usage) {
    return new RunEvent.StageAttemptEnded(
        attempt, outcome, Duration.ofSeconds(1), usage, Optional.empty(), "commit");
  }

  static Outcome failure(String reason) {
    return Outcome.fail(FailureClass.TRANSIENT_INFRA, reason);
  }

  Told after(Duration time) {
    now = now.plus(time);
    return this;
  }

  RunView view() {
    return view;
  }

  List<String> lines(int columns, int rows) {
    return lines(view, new Tree(now, true), new Screen.Size(columns, rows));
  }

  List<String> linesOfTheDead(int columns, int rows) {
    return lines(view, new Tree(now, false), new Screen.Size(columns, rows));
  }

  static List<String> lines(RunView view, Tree tree, Screen.Size size) {
    Screen screen = new Screen(OutputStream.nullOutputStream(), () -> size);
    return new Layout(size, screen::clean)
        .lines(view, tree).stream().map(Screen.Line::text).toList();
  }

  static int widest(List<String> lines) {
    return lines.stream().mapToInt(Columns::of).max().orElse(0);
  }
}
