package dev.attractor.cli.view;

import dev.attractor.cli.terminal.Amounts;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.BranchOf;
import dev.attractor.domain.run.BranchRun;
import dev.attractor.domain.run.FanOutPass;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run as rows: its stages, below each the branches and the part that it has opened.
 *
 * @param now the moment for which it is told
 * @param driven whether a living process drives it
 */
record Tree(Instant now, boolean driven) {
  /** Returns the rows of all that has begun, in the order in which it began. */
  List<Row> rows(RunView run) {
    return rows(run, 0);
  }

  private List<Row> rows(RunView run, int depth) {
    List<Row> rows = new ArrayList<>();
    for (StageView stage : run.stages().values()) {
      List<RunView> inner = openedBy(stage.attempt().nodeId(), run);
      rows.add(row(stage, name(stage.attempt()), depth, inner, until(run)));
      for (RunView one : inner) {
        if (branchOf(one).isPresent()) {
          rows.addAll(branch(one, depth + 1));
        } else {
          rows.addAll(rows(one, depth + 1)); // the stage is its heading
        }
      }
    }
    return rows;
  }

  /** A branch of one stage, so far, is told in one row. */
  private List<Row> branch(RunView branch, int depth) {
    String name = name(branch).orElse("");
    Collection<StageView> stages = branch.stages().values();
    if (stages.size() == 1 && branch.inner().isEmpty()) {
      StageView only = stages.iterator().next();
      String stage = name(only.attempt());
      boolean isAlike = only.attempt().nodeId().value().equals(name);
      Row row = row(only, isAlike ? stage : name + "/" + stage, depth, List.of(), until(branch));
      return List.of(
          new Row(
              row.kind(),
              branch.isOver() ? sign(branch) : row.sign(),
              depth,
              row.name(),
              1,
              row.worked(),
              row.usage(),
              row.note()));
    }
    Row heading =
        new Row(
            Row.Kind.WORK,
            sign(branch),
            depth,
            name,
            0,
            branch.took(until(branch)),
            branch.usage(),
            "");
    return Stream.concat(Stream.of(heading), rows(branch, depth + 1).stream()).toList();
  }

  /** What nobody drives any more was at work until it was heard last. */
  private Instant until(RunView run) {
    return driven ? now : run.heardLast();
  }

  private Row row(StageView stage, String name, int depth, List<RunView> inner, Instant until) {
    boolean isOpen = inner.stream().anyMatch(one -> !one.isOver());
    Sign own = sign(stage);
    return new Row(
        Row.Kind.WORK,
        isOpen && own.canBeFolded() ? working(Sign.WORKING) : own,
        depth,
        name,
        1,
        stage.worked(until),
        stage.usage(),
        note(stage));
  }

  private Sign working(Sign sign) {
    return driven ? sign : Sign.INTERRUPTED;
  }

  private Sign sign(StageView stage) {
    return switch (stage.doing()) {
      case Doing.Working _ -> working(Sign.WORKING);
      case Doing.Pausing _ -> working(Sign.PAUSING);
      case Doing.Asking _ -> Sign.WAITING; // also when the driver has died: it counts later
      case Doing.Interrupted _ -> Sign.INTERRUPTED;
      case Doing.Over(Outcome outcome, boolean accepted) -> sign(outcome, accepted);
    };
  }

  private static Sign sign(Outcome outcome, boolean accepted) {
    if (outcome.status().isFailure()) {
      return accepted ? Sign.PASSED_OVER : Sign.FAILED;
    }
    return outcome.status() == Status.Passed.SKIPPED ? Sign.PASSED_OVER : Sign.DONE;
  }

  private Sign sign(RunView branch) {
    return branch
        .state()
        .flatMap(RunState::end)
        .map(end ->
            switch (end) {
              case RunEnd.Succeeded _ -> Sign.DONE;
              case RunEnd.Failed _ -> Sign.FAILED;
              case RunEnd.Canceled _ -> Sign.PASSED_OVER;
            })
        .orElse(working(Sign.WORKING));
  }

  private String note(StageView stage) {
    return switch (stage.doing()) {
      case Doing.Working(String words) -> words;
      case Doing.Pausing(Instant until, String why) -> pause(until, why);
      case Doing.Asking(String question, List<String> choices) ->
          "asks: %s (%s)".formatted(question, String.join(", ", choices));
      case Doing.Interrupted _ -> "interrupted";
      case Doing.Over(Outcome outcome, boolean _) ->
          outcome.failure().map(RunView::told).orElse("");
    };
  }

  private String pause(Instant until, String why) {
    if (!driven) {
      return why;
    }
    long seconds = (RunView.between(now, until).toMillis() + 999) / 1000;
    return "again in %s %s".formatted(Amounts.time(Duration.ofSeconds(seconds)), why).strip();
  }

  private static String name(Attempt attempt) {
    String visit = attempt.visit() == 1 ? "" : "visit " + attempt.visit();
    String number = attempt.number() == 1 ? "" : "try " + attempt.number();
    return visit.isEmpty() && number.isEmpty()
        ? attempt.nodeId().value()
        : "%s (%s)"
            .formatted(
                attempt.nodeId(),
                visit.isEmpty() || number.isEmpty() ? visit + number : visit + ", " + number);
  }

  // --- runs inside ---

  /** Returns what the latest visit of a node has opened, branches as they are drawn. */
  private static List<RunView> openedBy(NodeId nodeId, RunView run) {
    List<String> drawn =
        run.state()
            .flatMap(state -> Optional.ofNullable(state.fanOuts().get(nodeId)))
            .map(FanOutPass::branches)
            .orElse(List.of());
    List<RunView> opened =
        run.inner().entrySet().stream()
            .filter(inner -> opener(inner.getValue()).equals(Optional.of(nodeId.value())))
            .sorted(
                Comparator.comparingInt((Map.Entry<RunId, RunView> inner) ->
                        drawn.indexOf(name(inner.getValue()).orElse("")))
                    .thenComparing(inner -> inner.getValue().begin())
                    .thenComparing(inner -> inner.getKey().text()))
            .map(Map.Entry::getValue)
            .toList();
    if (opened.isEmpty()) {
      return opened;
    }
    Optional<Integer> pass =
        opened.stream()
            .flatMap(one -> branchOf(one).stream())
            .map(BranchOf::pass)
            .max(Integer::compare);
    return pass.isEmpty()
        ? List.of(opened.getLast()) // the part as it was run last
        : opened.stream().filter(one -> branchOf(one).map(BranchOf::pass).equals(pass)).toList();
  }

  /** Returns the node that has opened a run inside; empty before its first fact. */
  private static Optional<String> opener(RunView inner) {
    return branchOf(inner).map(branch -> branch.fanOuts().getLast().value()).or(() -> name(inner));
  }

  private static Optional<BranchOf> branchOf(RunView inner) {
    return inner.state().flatMap(state -> state.origin().branch());
  }

  private static Optional<String> name(RunView inner) {
    return inner.state().map(state -> BranchRun.nameOf(state.origin()));
  }
}
