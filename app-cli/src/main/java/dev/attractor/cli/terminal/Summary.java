package dev.attractor.cli.terminal;

import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.Totals;
import dev.attractor.ports.usecase.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people are told of a run that nobody drives any more. */
public final class Summary {
  private Summary() {}

  /** Returns what it cost, where the work is, and last what happened and what to type next. */
  public static List<String> lines(RunStatus run) {
    Totals totals = run.state().totals();
    List<String> lines = new ArrayList<>();
    String used = Amounts.used(totals.usage());
    lines.add(
        "  %s in %s%s"
            .formatted(
                totals.stages() == 1 ? "1 stage" : totals.stages() + " stages",
                Amounts.time(Duration.between(run.manifest().startedAt(), run.lastEventAt())),
                used.isEmpty() ? "" : ", " + used));
    lines.add("  branch    " + run.manifest().runBranch());
    lines.add("  worktree  " + run.manifest().worktree());
    lines.addAll(
        run.state()
            .end()
            .map(end -> ProgressPrinter.describe(RunEvent.ended(end)))
            .orElse("run interrupted: its driver has died, and it can be resumed")
            .lines()
            .toList());
    next(run).forEach(line -> lines.add("  " + line));
    return lines;
  }

  private static List<String> next(RunStatus run) {
    RunId id = run.manifest().runId();
    Optional<RunEnd> end = run.state().end();
    if (end.isEmpty()) {
      return List.of("go on: attractor resume " + id);
    }
    return switch (end.get()) {
      case RunEnd.Succeeded _ ->
          List.of(
              "see it: git log --stat " + run.manifest().runBranch(),
              "take it: attractor merge " + id);
      case RunEnd.Failed _ ->
          List.of("look into it: attractor report " + id, "all of it is in " + run.location());
      case RunEnd.Canceled _ -> List.of("go on: attractor resume " + id);
    };
  }
}
