package dev.attractor.domain.run;

import dev.attractor.domain.compile.GraphDigest;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.supervision.Supervision;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run that a manager looks after: how it begins, what is seen of it, and what it came to
 * (SEMANTICS §7a).
 */
public final class ChildRun {
  private static final String FACTS = "stack.child.";

  /** The key of whether it works, waits for a person, or has ended, and how. */
  private static final String STATUS = FACTS + "status";

  /** The key of how the visit ended that it finished last. */
  private static final String OUTCOME = FACTS + "outcome";

  private ChildRun() {}

  /**
   * Returns the first fact of a child: it begins at the commit at which its manager's run stands.
   *
   * @param run the one with the manager
   * @param branchPrefix {@code git.run_branch_prefix}
   * @param variables of the configuration and the command line
   */
  public static RunEvent.RunStarted begin(
      RunState run,
      Attempt manager,
      ValidPipeline.Part part,
      String branchPrefix,
      Map<String, String> variables) {
    RunId runId = run.origin().runId();
    return RunEvent.RunStarted.of(
        runId.inside(manager.asName()),
        GraphDigest.of(part.source()),
        part.pipeline(),
        run.head(),
        new BranchNames(branchPrefix, runId).ofChild(manager),
        variables);
  }

  /**
   * Returns what a manager sees of its child.
   *
   * @param waits whether a person is asked something in it
   * @param since how long ago it began
   * @param silent for how long nothing has happened in it
   */
  public static Map<String, String> seen(
      RunState child, boolean waits, Duration since, Duration silent) {
    Map<String, String> seen = new LinkedHashMap<>();
    seen.put(STATUS, waits ? "waiting" : "running");
    seen.put(OUTCOME, child.completed().latest().map(Trail.Step::status).orElse(""));
    seen.put(FACTS + "node", child.context().getOrDefault("current_node", ""));
    seen.put(FACTS + "visits", Integer.toString(child.totals().stages()));
    seen.put(FACTS + "attempts", Integer.toString(child.totals().attempts()));
    seen.put(
        FACTS + "failures",
        Long.toString(
            child.completed().steps().stream()
                .filter(step -> Status.isFailure(step.status()))
                .count()));
    seen.put(FACTS + "cost_usd", child.totals().usage().costUsd().toPlainString());
    seen.put(FACTS + "minutes", Long.toString(since.toMinutes()));
    seen.put(FACTS + "heartbeat_age_s", Long.toString(silent.toSeconds()));
    return seen;
  }

  /** Returns what a stop condition is asked of: what was seen of the child, else the run's own. */
  public static Condition.Facts facts(Map<String, String> seen, RunState run) {
    return name -> Optional.ofNullable(seen.get(name)).orElseGet(() -> run.fact(name));
  }

  /**
   * Returns what a child came to; empty when it has been stopped with the run around it, and will
   * go on.
   *
   * @param manager how its manager stood at last
   */
  public static Optional<RunEvent.ChildCompleted> ended(
      Phase.Supervising manager, Supervision supervision, RunState child) {
    return child
        .end()
        .flatMap(end ->
            switch (end) {
              case RunEnd.Succeeded _ ->
                  Optional.of(ended(manager, child, "completed", Outcome.success()));
              case RunEnd.Failed(Failure failure, var _) ->
                  Optional.of(ended(manager, child, "failed", Outcome.fail(failure)));
              case RunEnd.Canceled _ -> {
                if (manager.stopping()) {
                  yield Optional.of(
                      ended(
                          manager,
                          child,
                          "stopped",
                          new Outcome(
                              Status.Passed.SUCCESS,
                              "",
                              List.of(),
                              Map.of(),
                              "the stop condition held in cycle " + manager.cycles())));
                }
                yield supervision.mayGoOn(manager.cycles())
                    ? Optional.empty()
                    : Optional.of(
                        ended(
                            manager,
                            child,
                            "stopped",
                            Outcome.fail(
                                FailureClass.BUDGET_EXHAUSTED,
                                "the child has not ended after %d cycles (manager.max_cycles)"
                                    .formatted(manager.cycles()))));
              }
            });
  }

  private static RunEvent.ChildCompleted ended(
      Phase.Supervising manager, RunState child, String status, Outcome outcome) {
    Map<String, String> context = new LinkedHashMap<>(BranchRun.words(child));
    context.put(STATUS, status);
    context.put(OUTCOME, outcome.status().word());
    return new RunEvent.ChildCompleted(
        manager.manager(),
        outcome.withContext(context),
        child.head(),
        !outcome.status().isFailure(),
        child.totals());
  }
}
