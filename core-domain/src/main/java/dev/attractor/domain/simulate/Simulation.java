package dev.attractor.domain.simulate;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.retry.RetryGate;
import dev.attractor.domain.retry.RetryPolicy;
import dev.attractor.domain.run.Action;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunPlanner;
import dev.attractor.domain.run.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A run without effects: the real planner, invented outcomes, facts that are written nowhere. */
public final class Simulation {
  private static final double MIDDLE_JITTER = 0.5;

  private final ValidPipeline pipeline;
  private final Function<Attempt, Outcome> outcomes;
  private final List<RunEvent> facts = new ArrayList<>();
  private RunState state;

  private Simulation(ValidPipeline pipeline, Function<Attempt, Outcome> outcomes) {
    this.pipeline = pipeline;
    this.outcomes = outcomes;
    RunEvent.RunStarted started =
        new RunEvent.RunStarted(
            "simulated",
            pipeline.graph().name(),
            pipeline.start().id(),
            "",
            "base",
            "simulated",
            Map.of());
    facts.add(started);
    state = RunState.begin(started);
  }

  /**
   * What a simulation came to.
   *
   * @param facts all that happened
   * @param state at the end; it has no end when the limit was reached first
   */
  public record Result(List<RunEvent> facts, RunState state) {
    public Result {
      facts = List.copyOf(facts);
    }
  }

  /**
   * Simulates one run.
   *
   * @param outcomes what each attempt of a working stage reports
   * @param mostFacts ends the simulation of a run that would not end
   */
  public static Result run(
      ValidPipeline pipeline, Function<Attempt, Outcome> outcomes, int mostFacts) {
    Simulation simulation = new Simulation(pipeline, outcomes);
    boolean goesOn = true;
    while (goesOn && simulation.facts.size() < mostFacts) {
      goesOn = simulation.step();
    }
    return new Result(simulation.facts, simulation.state);
  }

  private boolean step() {
    switch (RunPlanner.next(pipeline, state)) {
      case Action.Append(var events) -> events.forEach(this::happen);
      case Action.Execute(Attempt attempt, Duration _, Action.Work work) -> attempt(attempt, work);
      case Action.Recover(Attempt attempt, Action.Work work) -> attempt(attempt, work);
      case Action.DelayRetry(Attempt attempt, RetryPolicy policy) ->
          happen(
              new RunEvent.StageRetrySleep(
                  attempt, policy.delayAfter(attempt.number(), MIDDLE_JITTER)));
      case Action.Checkpoint(Attempt attempt, String commit) ->
          happen(new RunEvent.CheckpointSaved(attempt, commit));
      case Action.Finish(var end) -> happen(RunEvent.ended(end));
      case Action.Stop _ -> {
        return false;
      }
    }
    return true;
  }

  private void attempt(Attempt attempt, Action.Work work) {
    happen(new RunEvent.StageAttemptStarted(attempt));
    Outcome reported =
        switch (work) {
          case Action.Work.Known(Outcome outcome) -> outcome;
          case Action.Work.ByHandler _ -> outcomes.apply(attempt);
        };
    RetryPolicy policy = RetryPolicy.of(pipeline.graph(), pipeline.node(attempt.nodeId()));
    happen(
        new RunEvent.StageAttemptEnded(
            attempt,
            RetryGate.settle(policy, attempt.number(), reported),
            Duration.ZERO,
            Usage.NONE,
            Optional.empty(),
            "commit-" + facts.size()));
  }

  private void happen(RunEvent event) {
    facts.add(event);
    state = state.apply(event);
  }
}
