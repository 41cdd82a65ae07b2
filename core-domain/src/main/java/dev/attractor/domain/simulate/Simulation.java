package dev.attractor.domain.simulate;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.human.HumanGate;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.AgentWork;
import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.parallel.FanIn;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.parallel.ForEach;
import dev.attractor.domain.parallel.Item;
import dev.attractor.domain.parallel.Items;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.plan.Action;
import dev.attractor.domain.plan.RunPlanner;
import dev.attractor.domain.retry.RetryPolicy;
import dev.attractor.domain.routing.NextHopPolicy;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.BranchRun;
import dev.attractor.domain.run.FanOutPass;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunEvent.FanInSelected.Ranking;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.run.Totals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A run without effects: the real planner, invented outcomes, facts that are written nowhere. */
public final class Simulation {
  /** After so many facts a run is taken for one that would not end. */
  public static final int MOST_FACTS = 100_000;

  /** Returns what a list holds of which nothing is known: a few items, no more than it may. */
  public static Items someItems(FanOut fanOut) {
    return new Items.Listed(
        Stream.of("one", "two", "three")
            .limit(fanOut.forEach().map(ForEach::most).orElse(0))
            .map(text -> new Item("\"" + text + "\"", text, Map.of()))
            .toList());
  }

  private static final double MIDDLE_JITTER = 0.5;

  private final ValidPipeline pipeline;
  private final Function<Attempt, Outcome> outcomes;
  private final Function<FanOut, Items> lists;
  private final List<RunEvent> facts = new ArrayList<>();
  private final List<Result> branches = new ArrayList<>();
  private int factsLeft;
  private RunState state;

  private Simulation(
      ValidPipeline pipeline,
      Function<Attempt, Outcome> outcomes,
      Function<FanOut, Items> lists,
      RunEvent.RunStarted started,
      int mostFacts) {
    this.pipeline = pipeline;
    this.outcomes = outcomes;
    this.lists = lists;
    this.factsLeft = mostFacts - 1;
    facts.add(started);
    state = RunState.begin(started);
  }

  /**
   * What a simulation came to.
   *
   * @param facts all that happened
   * @param state at the end; it has no end when the limit was reached first
   * @param branches what the branches of its fan-outs came to, in the order they ended
   */
  public record Result(List<RunEvent> facts, RunState state, List<Result> branches) {
    public Result {
      facts = List.copyOf(facts);
      branches = List.copyOf(branches);
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
    return run(pipeline, outcomes, Simulation::someItems, Map.of(), mostFacts);
  }

  /**
   * Simulates one run.
   *
   * @param outcomes what each attempt of a working stage reports
   * @param lists what fan-outs over a list find
   * @param context variables and what else the context holds when the run begins
   * @param mostFacts ends the simulation of a run that would not end
   */
  public static Result run(
      ValidPipeline pipeline,
      Function<Attempt, Outcome> outcomes,
      Function<FanOut, Items> lists,
      Map<String, String> context,
      int mostFacts) {
    RunEvent.RunStarted started =
        RunEvent.RunStarted.of(
            new RunId("simulated"), "", pipeline, "base", new BranchName("simulated"), context);
    return new Simulation(pipeline, outcomes, lists, started, mostFacts).drive();
  }

  private Result drive() {
    boolean goesOn = true;
    while (goesOn && factsLeft > 0) {
      goesOn = step();
    }
    return new Result(facts, state, branches);
  }

  private boolean step() {
    switch (RunPlanner.next(pipeline, state)) {
      case Action.Append(var events) -> events.forEach(this::happen);
      case Action.Execute(Attempt attempt, Duration _, Action.Work work) -> attempt(attempt, work);
      case Action.Recover(Attempt attempt, Action.Work work) -> attempt(attempt, work);
      case Action.DelayRetry(Attempt attempt, RetryPolicy policy, Failure failure) ->
          happen(
              new RunEvent.StageRetrySleep(
                  attempt, policy.delayAfter(attempt.number(), failure, MIDDLE_JITTER)));
      case Action.Checkpoint(Attempt attempt, String commit) ->
          happen(new RunEvent.CheckpointSaved(attempt, commit));
      case Action.RunBranches(Attempt attempt, FanOut fanOut) -> runBranches(attempt, fanOut);
      case Action.Supervise(Attempt attempt, var _) ->
          throw new IllegalStateException("an invented outcome ended it: " + attempt);
      case Action.Conclude(Attempt attempt, Outcome outcome, String commit) ->
          ended(attempt, outcome, commit);
      case Action.Finish(var end) -> happen(RunEvent.ended(end));
      case Action.Stop _ -> {
        return false;
      }
    }
    return true;
  }

  /** One after the other: which ends first is nothing that could be simulated. */
  private void runBranches(Attempt attempt, FanOut fanOut) {
    FanOutPass pass = state.pass(attempt.nodeId());
    for (Branch branch : fanOut.branches()) {
      Optional<String> enough = fanOut.policy().enough(pass.branches().size(), pass.results());
      RunEvent.RunStarted started =
          BranchRun.begin(state, attempt, pass.join(), branch, "simulated");
      if (enough.isPresent()) {
        BranchResult unneeded =
            BranchResult.neverBegun(branch.id(), started.baseCommit(), enough.get());
        happen(new RunEvent.BranchCompleted(attempt, unneeded, Totals.NONE));
      } else {
        happen(new RunEvent.BranchStarted(attempt, branch, started.runId(), started.runBranch()));
        Result result = new Simulation(pipeline, outcomes, lists, started, factsLeft).drive();
        branches.add(result);
        factsLeft -= result.facts().size();
        if (result.state().end().isEmpty()) {
          return; // the limit was reached
        }
        happen(
            new RunEvent.BranchCompleted(
                attempt, BranchRun.result(result.state(), branch), result.state().totals()));
      }
      pass = state.pass(attempt.nodeId());
    }
    happen(pass.completed(attempt));
  }

  private void attempt(Attempt attempt, Action.Work work) {
    happen(new RunEvent.StageAttemptStarted(attempt));
    if (work instanceof Action.Work.Open(FanOut fanOut)) {
      happen(
          RunEvent.ParallelStarted.of(
              attempt,
              fanOut,
              Optional.of("commit-" + facts.size()),
              fanOut
                  .forEach()
                  .map(list -> list.limited(lists.apply(fanOut)))
                  .orElseGet(() -> new Items.Listed(List.of()))));
    } else {
      conclude(attempt, work);
    }
  }

  private void conclude(Attempt attempt, Action.Work work) {
    Outcome reported =
        switch (work) {
          case Action.Work.Known(Outcome outcome, var _) -> outcome;
          case Action.Work.ByHandler _, Action.Work.Part _, Action.Work.Begin _ ->
              invented(attempt);
          case Action.Work.Supervised(Outcome outcome, var _) -> outcome;
          case Action.Work.Open _ -> throw new IllegalStateException("its branches conclude it");
          case Action.Work.Adopt(FanIn fanIn, BranchResult winner) ->
              adopt(attempt, fanIn, winner, Ranking.ORDER);
          case Action.Work.Decided decided -> decided.outcome();
          case Action.Work.Merge(FanIn fanIn) -> merge(attempt, fanIn);
          case Action.Work.Rank(FanIn fanIn) -> rank(attempt, fanIn);
        };
    ended(attempt, RunPlanner.settled(pipeline, attempt, reported), "commit-" + facts.size());
  }

  private void ended(Attempt attempt, Outcome outcome, String commit) {
    happen(
        new RunEvent.StageAttemptEnded(
            attempt, outcome, Duration.ZERO, Usage.NONE, Optional.empty(), commit));
  }

  /**
   * A person's choice is named as in an answer: by key, label or target. One of whom nothing is
   * invented but that there was an answer takes the first choice.
   */
  private Outcome invented(Attempt attempt) {
    Outcome outcome = outcomes.apply(attempt);
    Node node = pipeline.node(attempt.nodeId());
    if (node.kind() != NodeKind.HUMAN || outcome.failure().isPresent()) {
      return outcome;
    }
    HumanGate gate = HumanGate.of(pipeline.graph(), node);
    Optional<Edge> named =
        gate.choiceOf(outcome.preferredLabel())
            .flatMap(choice -> Optional.ofNullable(gate.edges().get(choice)));
    if (named.isPresent()) {
      return choosing(named.get(), outcome);
    }
    boolean unsaid = outcome.preferredLabel().isEmpty() && outcome.suggestedNextIds().isEmpty();
    return unsaid
        ? pipeline.graph().outgoing(attempt.nodeId()).stream()
            .filter(edge -> NextHopPolicy.mayChoose(edge, choosing(edge, outcome), state::fact))
            .findFirst()
            .map(edge -> choosing(edge, outcome))
            .orElse(outcome)
        : outcome;
  }

  private static Outcome choosing(Edge edge, Outcome outcome) {
    return new Outcome(
        outcome.status(),
        edge.shownLabel(),
        List.of(edge.to().value()),
        outcome.contextUpdates(),
        outcome.notes());
  }

  /** An invented answer that names no candidate stands for the best one. */
  private Outcome rank(Attempt attempt, FanIn fanIn) {
    Outcome said = outcomes.apply(attempt);
    return said.status().isFailure()
        ? fanIn.namedNobody(said)
        : adopt(
            attempt,
            fanIn,
            fanIn.named(said).orElseGet(() -> fanIn.candidates().getFirst()),
            Ranking.AGENT);
  }

  /** An invented failure of the join stands for branches that cannot be merged. */
  private Outcome merge(Attempt attempt, FanIn fanIn) {
    Optional<Failure> conflict = outcomes.apply(attempt).failure();
    if (conflict.isPresent()) {
      return fanIn.lost(conflict.get());
    }
    String commit = "commit-" + facts.size();
    happen(
        new RunEvent.BranchesMerged(
            attempt,
            fanIn.fanOut(),
            fanIn.pass(),
            fanIn.merged().stream().map(BranchResult::branch).toList(),
            commit,
            AgentWork.NONE));
    return fanIn.merged(commit);
  }

  private Outcome adopt(Attempt attempt, FanIn fanIn, BranchResult winner, Ranking ranking) {
    happen(
        new RunEvent.FanInSelected(
            attempt,
            fanIn.fanOut(),
            fanIn.pass(),
            winner.branch(),
            winner.commit(),
            ranking,
            AgentWork.NONE));
    return fanIn.won(winner);
  }

  private void happen(RunEvent event) {
    factsLeft--;
    facts.add(event);
    state = state.apply(event);
  }
}
