package dev.attractor.domain.run;

import dev.attractor.domain.outcome.FailureSignature;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.BranchBounds;
import dev.attractor.domain.parallel.BranchItem;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.run.RunEvent.BranchCompleted;
import dev.attractor.domain.run.RunEvent.BranchesMerged;
import dev.attractor.domain.run.RunEvent.CheckpointSaved;
import dev.attractor.domain.run.RunEvent.ChildCompleted;
import dev.attractor.domain.run.RunEvent.ChildStarted;
import dev.attractor.domain.run.RunEvent.EdgeSelected;
import dev.attractor.domain.run.RunEvent.Ended;
import dev.attractor.domain.run.RunEvent.FailureCycleBroken;
import dev.attractor.domain.run.RunEvent.FanInSelected;
import dev.attractor.domain.run.RunEvent.GoalGateChecked;
import dev.attractor.domain.run.RunEvent.LoopRestartBlocked;
import dev.attractor.domain.run.RunEvent.LoopRestarted;
import dev.attractor.domain.run.RunEvent.ManagerCycle;
import dev.attractor.domain.run.RunEvent.Observation;
import dev.attractor.domain.run.RunEvent.ParallelCompleted;
import dev.attractor.domain.run.RunEvent.ParallelStarted;
import dev.attractor.domain.run.RunEvent.RunResumed;
import dev.attractor.domain.run.RunEvent.RunStarted;
import dev.attractor.domain.run.RunEvent.StageAttemptEnded;
import dev.attractor.domain.run.RunEvent.StageAttemptStarted;
import dev.attractor.domain.run.RunEvent.StageRetryBlocked;
import dev.attractor.domain.run.RunEvent.StageRetrySleep;
import dev.attractor.domain.run.RunEvent.StateChange;
import dev.attractor.domain.run.RunEvent.Steered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * The state of a run: the fold of its facts, and nothing else (SEMANTICS §12). {@link #apply} is
 * the only way to a new state.
 *
 * @param origin the first fact
 * @param position where the run stands
 * @param history what has happened
 * @param memory what later stages are told
 */
public record RunState(RunStarted origin, Position position, History history, Memory memory) {
  /**
   * How the run came to a node.
   *
   * @param condition the condition of the edge, or empty
   * @param failure the failure that the hop carried away from a stage
   */
  public record Arrival(NodeId from, String condition, Optional<CarriedFailure> failure) {}

  /** Returns the state of a run that has only just come into being. */
  public static RunState begin(RunStarted origin) {
    return new RunState(
        origin, Position.begin(origin), History.begin(origin), Memory.begin(origin));
  }

  /**
   * Returns the state after all these facts.
   *
   * @throws IllegalArgumentException when the first is not {@code run_started}
   */
  public static RunState fold(List<? extends RunEvent> events) {
    if (events.isEmpty() || !(events.getFirst() instanceof RunStarted origin)) {
      throw new IllegalArgumentException("a run begins with run_started");
    }
    RunState state = begin(origin);
    for (RunEvent event : events.subList(1, events.size())) {
      state = state.apply(event);
    }
    return state;
  }

  /**
   * Returns whether the first fact of a run and these, its last ones, are enough to fold where it
   * stands and how it ended, though not what it has done: they begin with a hop, and of every
   * fan-out they speak of they know the beginning.
   */
  public static boolean tellWhereItStands(SequencedCollection<RunEvent> lastOnes) {
    if (lastOnes.isEmpty()
        || !(lastOnes.getFirst() instanceof EdgeSelected
            || lastOnes.getFirst() instanceof LoopRestarted)) {
      return false;
    }
    Set<NodeId> opened = new HashSet<>();
    for (RunEvent event : lastOnes) {
      if (event instanceof ParallelStarted fanOut) {
        opened.add(fanOut.fanOut().nodeId());
      } else if (!opened.containsAll(fanOutOf(event).stream().toList())) {
        return false;
      }
    }
    return true;
  }

  /** Returns the fan-out that must have been opened before; empty when none must. */
  private static Optional<NodeId> fanOutOf(RunEvent event) {
    if (event instanceof FanInSelected chosen) {
      return Optional.of(chosen.fanOut());
    }
    if (event instanceof BranchesMerged merged) {
      return Optional.of(merged.fanOut());
    }
    return event instanceof BranchCompleted ended
        ? Optional.of(ended.fanOut().nodeId())
        : Optional.empty();
  }

  /** Returns in which step of a visit the run is. */
  public Phase phase() {
    return position.phase();
  }

  /** Returns how the run ended; empty while it has not. */
  public Optional<RunEnd> end() {
    return position.end();
  }

  /** Returns the commit that the run branch stands at. */
  public String head() {
    return position.head();
  }

  /** Returns the commit with the files as the last ended attempt left them. */
  public String snapshot() {
    return position.snapshot();
  }

  /** Returns the hop that led to the node the run is at; empty at the start node. */
  public Optional<Arrival> arrival() {
    return position.arrival();
  }

  /** Returns how many iterations {@code loop_restart} has begun. */
  public int restarts() {
    return position.restarts();
  }

  /** Returns the rules by which the run is judged, see {@link RunEvent#RULES}. */
  public int rules() {
    return position.rules();
  }

  /** Returns how often each node was entered. */
  public Visits visits() {
    return history.visits();
  }

  /** Returns the outcome of the visit that ended last; success when none has. */
  public Outcome last() {
    return history.last();
  }

  /** Returns the failures that stand. */
  public FailureLedger ledger() {
    return history.ledger();
  }

  /** Returns the finished visits, oldest first. */
  public Trail completed() {
    return history.completed();
  }

  /** Returns what was used up. */
  public Totals totals() {
    return history.totals();
  }

  /** Returns what stages and conditions see. */
  public Map<String, String> context() {
    return memory.context();
  }

  /** Returns, by thread key, the provider's session that went on there last. */
  public Map<String, String> sessions() {
    return memory.sessions();
  }

  /** Returns, by fan-out, how the branches of its latest visit stand. */
  public Map<NodeId, FanOutPass> fanOuts() {
    return memory.fanOuts();
  }

  /** Returns how the last finished visit of a node ended; empty when it was never visited. */
  public Optional<Outcome> outcomeOf(NodeId nodeId) {
    return Optional.ofNullable(history.outcomes().get(nodeId));
  }

  /**
   * Returns what conditions see of a key of the context (SEMANTICS §8), what the engine counts
   * included; empty when there is nothing.
   *
   * @param name without a leading {@code context.}
   */
  public String fact(String name) {
    if (name.startsWith("visits.")) {
      return counted(name.substring("visits.".length()), visits()::ever);
    }
    if (name.startsWith("attempts.")) {
      return counted(name.substring("attempts.".length()), visits()::attemptsOf);
    }
    return switch (name) {
      case "run.cost_usd" -> totals().usage().costUsd().toPlainString();
      case "run.tokens" ->
          Long.toString(totals().usage().inputTokens() + totals().usage().outputTokens());
      case "run.minutes" -> Long.toString(totals().working().toMinutes());
      case "internal.node_visit_count" ->
          counted(context().getOrDefault("current_node", ""), visits()::ever);
      default -> context().getOrDefault(name, "");
    };
  }

  /** What a condition names may be no node. */
  private static String counted(String node, ToIntFunction<NodeId> counts) {
    return Integer.toString(NodeId.of(node).map(id -> counts.applyAsInt(id)).orElse(0));
  }

  /**
   * Returns how often this failure came since the last success of its node or branch.
   *
   * @param failed the id of that
   */
  public int timesSeen(String failed, FailureSignature signature) {
    return history.timesSeen(failed, signature);
  }

  /** Returns the item of a list that the branch works on, which this run is or lies in. */
  public Optional<BranchItem> item() {
    return origin.branch().flatMap(BranchOf::item);
  }

  /** Returns the attempt that has begun and not ended. */
  public Optional<Attempt> openAttempt() {
    return phase() instanceof Phase.Running(Attempt attempt)
        ? Optional.of(attempt)
        : Optional.empty();
  }

  /** Returns where this run, if it is a branch, begins and ends. */
  public Optional<BranchBounds> bounds() {
    return origin
        .branch()
        .map(branch -> new BranchBounds(origin.startNode(), branch.fanOuts(), branch.join()));
  }

  /**
   * Returns the finished visits, oldest first, those before a branch began included as far as they
   * are known.
   */
  public List<Trail.Step> past() {
    return past(Integer.MAX_VALUE);
  }

  /** Returns the latest of them, so many at most. */
  List<Trail.Step> past(int most) {
    List<Trail.Step> own = completed().latest(most);
    List<Trail.Step> before = origin.branch().map(BranchOf::before).orElse(List.of());
    List<Trail.Step> past =
        new ArrayList<>(
            before.subList(Math.max(0, before.size() - (most - own.size())), before.size()));
    past.addAll(own);
    return past;
  }

  /**
   * Returns what branches said that have come together, by their join, of each its latest visit, in
   * the order of the branches; in a branch also what had come together last before it began.
   */
  public Map<NodeId, List<BranchWords>> words() {
    Map<NodeId, List<BranchWords>> words = new HashMap<>();
    for (FanOutPass pass : fanOuts().values()) {
      words.computeIfAbsent(pass.join(), _ -> new ArrayList<>()).addAll(pass.words());
    }
    List<BranchWords> heard = origin.branch().map(BranchOf::heard).orElse(List.of());
    if (!heard.isEmpty()) {
      words.putIfAbsent(heard.getFirst().join(), heard);
    }
    return words;
  }

  /** Returns the state after one more fact. */
  public RunState apply(RunEvent event) {
    return switch (event) {
      case Observation _ -> this;
      case StateChange change -> applyChange(change);
    };
  }

  private RunState applyChange(StateChange change) {
    return switch (change) {
      case RunStarted started -> throw new IllegalStateException("started twice: " + started);
      case StageAttemptStarted(Attempt attempt) ->
          at(new Phase.Running(attempt))
              .with(history.with(visits().plus(attempt)))
              .with(memory.with("current_node", attempt.nodeId().value()));
      case StageAttemptEnded ended ->
          with(position
                  .at(new Phase.Attempted(ended.attempt(), ended.outcome(), ended.commit()))
                  .filesOf(ended.commit()))
              .with(history.with(totals().plusAttempt(ended.usage(), worked(ended))))
              .with(ended.session().map(memory::with).orElse(memory));
      case StageRetrySleep sleep ->
          mustHaveEnded(sleep)
              .at(new Phase.Delayed(sleep.attempt().next(), sleep.delay()))
              .with(
                  memory.with(
                      "internal.retry_count." + sleep.attempt().nodeId(),
                      Integer.toString(sleep.attempt().number())));
      case StageRetryBlocked _ -> settling();
      case CheckpointSaved saved -> settled(saved);
      case EdgeSelected hop ->
          arrived(hop.to(), new Arrival(hop.from(), hop.condition(), hop.failure()));
      case ParallelStarted opened -> opened(opened);
      case BranchCompleted(Attempt fanOut, var result, Totals used) ->
          with(history.with(result, used))
              .with(memory.with(fanOut.nodeId(), pass(fanOut.nodeId()).with(result)));
      case ParallelCompleted all ->
          at(new Phase.Branched(all.fanOut()))
              .with(memory.with(pass(all.fanOut().nodeId()).words()));
      case FanInSelected chosen -> chosen(chosen);
      case BranchesMerged merged -> merged(merged);
      case ChildStarted child -> at(Phase.Supervising.begin(child.manager()));
      case ManagerCycle cycle ->
          at(supervising().after(cycle))
              .with(history.with(totals().plus(cycle.agent().used())))
              .with(cycle.agent().session().map(memory::with).orElse(memory));
      case Steered(Instruction instruction, var child) ->
          child.isPresent() ? at(supervising().told(instruction)) : with(memory.told(instruction));
      case ChildCompleted child ->
          at(new Phase.Supervised(
                  child.manager(),
                  child.outcome(),
                  child.taken() ? Optional.of(child.commit()) : Optional.empty()))
              .with(history.with(totals().plus(child.totals())));
      case GoalGateChecked check -> gateChecked(check);
      case LoopRestarted restart ->
          arrived(restart.to(), new Arrival(restart.from(), restart.condition(), restart.failure()))
              .with(memory.restarted(origin.context(), restart.kept()))
              .iteration(restart.iteration());
      case LoopRestartBlocked blocked -> at(new Phase.Broken(blocked.failure()));
      case FailureCycleBroken broken -> at(new Phase.Broken(broken.failure()));
      case RunResumed resumed -> with(position.ended(Optional.empty()).judgedBy(resumed.rules()));
      case Ended ended -> with(position.ended(Optional.of(ended.end())));
    };
  }

  private RunState mustHaveEnded(StageRetrySleep sleep) {
    if (!(phase() instanceof Phase.Attempted(Attempt ended, _, _))
        || !ended.equals(sleep.attempt())
        || sleep.delay().isNegative()) {
      throw new IllegalStateException("what is to be tried again has not ended: " + sleep);
    }
    return this;
  }

  private RunState with(Position next) {
    return new RunState(origin, next, history, memory);
  }

  private RunState with(History next) {
    return new RunState(origin, position, next, memory);
  }

  private RunState with(Memory next) {
    return new RunState(origin, position, history, next);
  }

  private RunState at(Phase next) {
    return with(position.at(next));
  }

  private RunState iteration(int number) {
    return with(position.iteration(number));
  }

  private RunState arrived(NodeId nodeId, Arrival hop) {
    return with(position.at(new Phase.Entering(nodeId)).cameBy(hop))
        .with(history.carried(hop.failure()));
  }

  /** While others worked a fan-out, or a manager, only waited; their time counts by itself. */
  private Duration worked(StageAttemptEnded ended) {
    return phase() instanceof Phase.Branched || phase() instanceof Phase.Supervised
        ? Duration.ZERO
        : ended.duration();
  }

  private Phase.Supervising supervising() {
    if (!(phase() instanceof Phase.Supervising supervising)) {
      throw new IllegalStateException("no manager looks after a child: " + phase());
    }
    return supervising;
  }

  private RunState opened(ParallelStarted opened) {
    Position here = position.at(new Phase.Branching(opened.fanOut()));
    return with(opened.commit().map(commit -> here.branchAt(commit).filesOf(commit)).orElse(here))
        .with(memory.withoutResults().with(opened.fanOut().nodeId(), FanOutPass.opened(opened)));
  }

  private RunState chosen(FanInSelected chosen) {
    FanOutPass pass = pass(chosen.fanOut());
    return with(pass.results().stream()
            .filter(result -> result.branch().equals(chosen.branch()))
            .findFirst()
            .map(history::vouchedBy)
            .orElse(history))
        .with(memory.with(chosen.fanOut(), pass.with(chosen)));
  }

  private RunState merged(BranchesMerged merged) {
    FanOutPass pass = pass(merged.fanOut());
    History vouched = history;
    for (BranchResult result : pass.results()) {
      if (merged.branches().contains(result.branch())) {
        vouched = vouched.vouchedBy(result);
      }
    }
    return with(vouched).with(memory.with(merged.fanOut(), pass.with(merged)));
  }

  private RunState settling() {
    if (!(phase() instanceof Phase.Attempted(Attempt attempt, Outcome outcome, String commit))) {
      throw new IllegalStateException("no attempt has ended: " + phase());
    }
    return at(new Phase.Settling(attempt, outcome, commit));
  }

  private RunState settled(CheckpointSaved saved) {
    Outcome outcome =
        switch (phase()) {
          case Phase.Attempted attempted -> attempted.outcome();
          case Phase.Settling settling -> settling.outcome();
          case Phase.Entering _,
              Phase.Admitted _,
              Phase.Refused _,
              Phase.Running _,
              Phase.Delayed _,
              Phase.Settled _,
              Phase.Branching _,
              Phase.Branched _,
              Phase.Supervising _,
              Phase.Supervised _,
              Phase.Broken _ ->
              throw new IllegalStateException("no attempt has ended: " + phase());
        };
    NodeId nodeId = saved.attempt().nodeId();
    return with(position.at(new Phase.Settled(saved.attempt(), outcome)).branchAt(saved.commit()))
        .with(history.settled(nodeId, outcome))
        .with(memory.after(nodeId, outcome));
  }

  /**
   * Returns how the latest visit of a fan-out stands.
   *
   * @throws IllegalStateException when it was never opened
   */
  public FanOutPass pass(NodeId fanOut) {
    FanOutPass pass = fanOuts().get(fanOut);
    if (pass == null) {
      throw new IllegalStateException("the fan-out was never opened: " + fanOut);
    }
    return pass;
  }

  private RunState gateChecked(GoalGateChecked check) {
    if (check.unsatisfied().isEmpty()) {
      return at(new Phase.Admitted(check.exitNode()));
    }
    Phase.Refused refused = new Phase.Refused(check.exitNode(), check.unsatisfied());
    return at(refused).with(history.counted(check.exitNode().value(), refused.failure()));
  }
}
