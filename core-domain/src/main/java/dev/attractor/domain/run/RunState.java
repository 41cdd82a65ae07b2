package dev.attractor.domain.run;

import dev.attractor.domain.outcome.EngineKeys;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.FailureSignature;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.parallel.BranchBounds;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.run.RunEvent.BranchCompleted;
import dev.attractor.domain.run.RunEvent.CheckpointSaved;
import dev.attractor.domain.run.RunEvent.EdgeSelected;
import dev.attractor.domain.run.RunEvent.Ended;
import dev.attractor.domain.run.RunEvent.FailureCycleBroken;
import dev.attractor.domain.run.RunEvent.FanInSelected;
import dev.attractor.domain.run.RunEvent.GoalGateChecked;
import dev.attractor.domain.run.RunEvent.LoopRestartBlocked;
import dev.attractor.domain.run.RunEvent.LoopRestarted;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a run: the fold of its facts, and nothing else (SEMANTICS §12). {@link #apply} is
 * the only way to a new state.
 *
 * @param origin the first fact
 * @param phase where the run stands
 * @param end how it ended, if it did
 * @param head the commit the run branch stands at
 * @param snapshot the commit with the files as the last ended attempt left them
 * @param context what stages and conditions see
 * @param visits how often each node was entered
 * @param outcomes how the last visit of each node ended
 * @param last the outcome of the visit that ended last
 * @param failures per node, how often each failure came since the node's last success
 * @param arrival the hop that led to the node the run is at; empty at the start node
 * @param sessions by thread key, the provider's session that went on there last (SEMANTICS §8)
 * @param fanOuts by fan-out, how the branches of its latest visit stand
 * @param ledger the failures that stand
 * @param completed the finished visits, oldest first
 * @param restarts iterations begun by {@code loop_restart}
 * @param totals what was used up
 * @param rules those by which the run is judged, see {@link RunEvent#RULES}
 */
public record RunState(
    RunStarted origin,
    Phase phase,
    Optional<RunEnd> end,
    String head,
    String snapshot,
    Map<String, String> context,
    Visits visits,
    Map<String, Outcome> outcomes,
    Outcome last,
    Map<String, Map<FailureSignature, Integer>> failures,
    Optional<Arrival> arrival,
    Map<String, String> sessions,
    Map<String, FanOutPass> fanOuts,
    FailureLedger ledger,
    Trail completed,
    int restarts,
    Totals totals,
    int rules) {
  /**
   * How the run came to a node.
   *
   * @param condition the condition of the edge, or empty
   * @param failure the failure that the hop carried away from a stage
   */
  public record Arrival(String from, String condition, Optional<CarriedFailure> failure) {}

  private static final int LAST_RESPONSE_LENGTH = 200;
  private static final int TOLD_VISITS = 20;

  /** Returns the state of a run that has only just come into being. */
  public static RunState begin(RunStarted origin) {
    return new RunState(
        origin,
        new Phase.Entering(origin.startNode()),
        Optional.empty(),
        origin.baseCommit(),
        origin.baseCommit(),
        SharedMap.copyOf(origin.context()),
        Visits.begin(origin),
        SharedMap.empty(),
        Outcome.success(),
        SharedMap.empty(),
        Optional.empty(),
        SharedMap.empty(),
        SharedMap.empty(),
        FailureLedger.EMPTY,
        Trail.EMPTY,
        0,
        Totals.NONE,
        origin.rules());
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

  /** Returns how the last finished visit of a node ended; empty when it was never visited. */
  public Optional<Outcome> outcomeOf(String nodeId) {
    return Optional.ofNullable(outcomes.get(nodeId));
  }

  /**
   * Returns what conditions see of a key of the context (SEMANTICS §8), what the engine counts
   * included; empty when there is nothing.
   *
   * @param name without a leading {@code context.}
   */
  public String fact(String name) {
    if (name.startsWith("visits.")) {
      return Integer.toString(visits.ever(name.substring("visits.".length())));
    }
    if (name.startsWith("attempts.")) {
      return Integer.toString(visits.attemptsOf(name.substring("attempts.".length())));
    }
    return switch (name) {
      case "run.cost_usd" -> totals.usage().costUsd().toPlainString();
      case "run.tokens" ->
          Long.toString(totals.usage().inputTokens() + totals.usage().outputTokens());
      case "run.minutes" -> Long.toString(totals.working().toMinutes());
      case "internal.node_visit_count" ->
          Integer.toString(visits.ever(context.getOrDefault("current_node", "")));
      default -> context.getOrDefault(name, "");
    };
  }

  /** Returns how often this failure came since the last success of its node. */
  public int timesSeen(String nodeId, FailureSignature signature) {
    return failures.getOrDefault(nodeId, Map.of()).getOrDefault(signature, 0);
  }

  /** Returns the attempt that has begun and not ended. */
  public Optional<Attempt> openAttempt() {
    return phase instanceof Phase.Running(Attempt attempt)
        ? Optional.of(attempt)
        : Optional.empty();
  }

  /**
   * Returns the first fact of a branch of this run: it begins where the fan-out stands, with a copy
   * of the context (SEMANTICS §7).
   *
   * @param branchPrefix {@code git.run_branch_prefix}
   */
  public RunStarted branch(Attempt fanOut, String join, Branch branch, String branchPrefix) {
    List<String> enclosing = new ArrayList<>();
    origin.branch().ifPresent(outer -> enclosing.addAll(outer.fanOuts()));
    enclosing.add(fanOut.nodeId());
    List<Trail.Step> past = past();
    return new RunStarted(
        "%s.%s-p%d-%s".formatted(origin.runId(), fanOut.nodeId(), fanOut.visit(), branch.id()),
        origin.pipeline(),
        branch.id(),
        origin.graphDigest(),
        head,
        new BranchNames(branchPrefix, origin.runId()).ofBranch(fanOut, branch.id()),
        context,
        Optional.of(
            new BranchOf(
                origin.runId(),
                fanOut.visit(),
                enclosing,
                join,
                visits.ever(),
                visits.attempts(),
                past.subList(Math.max(0, past.size() - TOLD_VISITS), past.size()))),
        rules);
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
    List<Trail.Step> past = new ArrayList<>();
    origin.branch().ifPresent(branch -> past.addAll(branch.before()));
    past.addAll(completed.steps());
    return past;
  }

  /**
   * Returns what this run, a branch that has ended, came to.
   *
   * @throws IllegalStateException when it has not ended
   */
  public BranchResult branchResult(Branch branch) {
    RunEnd ended = end.orElseThrow(() -> new IllegalStateException("not ended: " + branch));
    Outcome outcome =
        switch (ended) {
          case RunEnd.Succeeded _ ->
              Outcome.of(
                  last.status().isFailure() // which the author accepts
                      ? Status.Passed.PARTIAL_SUCCESS
                      : last.status());
          case RunEnd.Failed(Failure failure, String _) -> Outcome.fail(failure);
          case RunEnd.Canceled(String reason) -> Outcome.fail(FailureClass.CANCELED, reason);
        };
    return new BranchResult(
        branch.id(),
        outcome,
        score(),
        head,
        origin.runBranch(),
        ended instanceof RunEnd.Canceled,
        visits.sinceItBegan(),
        outcomes.entrySet().stream()
            .filter(node -> node.getValue().status().satisfiesGoalGate())
            .map(Map.Entry::getKey)
            .toList());
  }

  private double score() {
    try {
      double score = Double.parseDouble(context.getOrDefault("score", "0"));
      return Double.isFinite(score) ? score : 0;
    } catch (NumberFormatException e) {
      return 0; // no number, no score
    }
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
          new Draft(this)
              .phase(new Phase.Running(attempt))
              .visits(visits.plus(attempt))
              .context(with(context, "current_node", attempt.nodeId()))
              .done();
      case StageAttemptEnded ended ->
          new Draft(this)
              .phase(new Phase.Attempted(ended.attempt(), ended.outcome(), ended.commit()))
              .snapshot(ended.commit())
              .totals(totals.plusAttempt(ended.usage(), worked(ended)))
              .sessions(
                  ended
                      .session()
                      .map(session -> with(sessions, session.thread(), session.id()))
                      .orElse(sessions))
              .done();
      case StageRetrySleep sleep ->
          new Draft(this)
              .phase(new Phase.Delayed(sleep.attempt().next(), sleep.delay()))
              .context(
                  with(
                      context,
                      "internal.retry_count." + sleep.attempt().nodeId(),
                      Integer.toString(sleep.attempt().number())))
              .done();
      case StageRetryBlocked _ -> settling();
      case CheckpointSaved saved -> settled(saved);
      case EdgeSelected hop ->
          new Draft(this)
              .phase(new Phase.Entering(hop.to()))
              .arrival(new Arrival(hop.from(), hop.condition(), hop.failure()))
              .ledger(after(hop.failure()))
              .done();
      case ParallelStarted opened ->
          new Draft(this)
              .phase(new Phase.Branching(opened.fanOut()))
              .head(opened.commit().orElse(head))
              .snapshot(opened.commit().orElse(snapshot))
              .fanOuts(with(fanOuts, opened.fanOut().nodeId(), FanOutPass.opened(opened)))
              .context(withoutResults())
              .done();
      case BranchCompleted(Attempt fanOut, var result, Totals used) ->
          new Draft(this)
              .fanOuts(with(fanOuts, fanOut.nodeId(), pass(fanOut.nodeId()).with(result)))
              .visits(visits.plus(result))
              .failures(countedInBranch(result))
              .totals(totals.plus(used))
              .done();
      case ParallelCompleted all -> new Draft(this).phase(new Phase.Branched(all.fanOut())).done();
      case FanInSelected chosen ->
          new Draft(this)
              .ledger(vouchedBy(chosen))
              .fanOuts(with(fanOuts, chosen.fanOut(), pass(chosen.fanOut()).wonBy(chosen.branch())))
              .done();
      case GoalGateChecked check -> gateChecked(check);
      case LoopRestarted restart -> restarted(restart);
      case LoopRestartBlocked blocked ->
          new Draft(this).phase(new Phase.Broken(blocked.failure())).done();
      case FailureCycleBroken broken ->
          new Draft(this).phase(new Phase.Broken(broken.failure())).done();
      case RunResumed resumed ->
          new Draft(this).end(Optional.empty()).rules(resumed.rules()).done();
      case Ended ended -> new Draft(this).end(Optional.of(ended.end())).done();
    };
  }

  /** While its branches worked a fan-out only waited; their time counts by itself. */
  private Duration worked(StageAttemptEnded ended) {
    return phase instanceof Phase.Branched ? Duration.ZERO : ended.duration();
  }

  private FailureLedger after(Optional<CarriedFailure> carried) {
    return carried
        .flatMap(c -> last.failure().map(failure -> ledger.carried(c, failure, completed.size())))
        .orElse(ledger);
  }

  /** The run goes on with the winner's work, and with what its goal gates have found of it. */
  private FailureLedger vouchedBy(FanInSelected chosen) {
    FailureLedger after = ledger;
    for (BranchResult result : pass(chosen.fanOut()).results()) {
      if (result.branch().equals(chosen.branch())) {
        for (String node : result.endedWell()) {
          after = after.endedWell(node, completed.size() + 1, true);
        }
      }
    }
    return after;
  }

  private RunState settling() {
    if (!(phase instanceof Phase.Attempted(Attempt attempt, Outcome outcome, String commit))) {
      throw new IllegalStateException("no attempt has ended: " + phase);
    }
    return new Draft(this).phase(new Phase.Settling(attempt, outcome, commit)).done();
  }

  private RunState settled(CheckpointSaved saved) {
    Outcome outcome =
        switch (phase) {
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
              Phase.Broken _ ->
              throw new IllegalStateException("no attempt has ended: " + phase);
        };
    String nodeId = saved.attempt().nodeId();
    return new Draft(this)
        .phase(new Phase.Settled(saved.attempt(), outcome))
        .head(saved.commit())
        .context(contextAfter(nodeId, outcome))
        .outcomes(with(outcomes, nodeId, outcome))
        .last(outcome)
        .failures(
            outcome
                .failure()
                .map(failure -> counted(nodeId, FailureSignature.of(nodeId, failure)))
                .orElseGet(() -> SharedMap.copyOf(failures).without(nodeId)))
        .ledger(
            outcome.status().isFailure()
                ? ledger
                : ledger.endedWell(
                    nodeId, completed.size() + 1, outcome.status().satisfiesGoalGate()))
        .completed(completed.plus(nodeId, outcome.status().word(), detailOf(outcome)))
        .totals(totals.plusStage())
        .done();
  }

  private static String detailOf(Outcome outcome) {
    return outcome.failure().map(Failure::reason).orElse(outcome.notes());
  }

  /** The keys of SEMANTICS §8 that the engine sets win over what a stage reported. */
  private Map<String, String> contextAfter(String nodeId, Outcome outcome) {
    SharedMap<String, String> after = SharedMap.copyOf(context);
    for (Map.Entry<String, String> update : outcome.contextUpdates().entrySet()) {
      if (!EngineKeys.isDerived(update.getKey())) {
        after = after.with(update.getKey(), reported(update));
      }
    }
    return after
        .with("outcome", outcome.status().word())
        .with("preferred_label", outcome.preferredLabel())
        .with("failure_reason", outcome.failure().map(Failure::reason).orElse(""))
        .with("failure_class", outcome.failure().map(f -> f.failureClass().word()).orElse(""))
        .with("last_stage", nodeId);
  }

  private static String reported(Map.Entry<String, String> update) {
    String text = update.getValue();
    return update.getKey().equals("last_response")
        ? text.substring(0, Math.min(text.length(), LAST_RESPONSE_LENGTH))
        : text;
  }

  /** A branch that this program ended has neither failed nor succeeded. */
  private Map<String, Map<FailureSignature, Integer>> countedInBranch(BranchResult result) {
    if (result.isCanceled()) {
      return failures;
    }
    return result
        .outcome()
        .failure()
        .map(failure -> counted(result.branch(), FailureSignature.of(result.branch(), failure)))
        .orElseGet(() -> SharedMap.copyOf(failures).without(result.branch()));
  }

  private Map<String, Map<FailureSignature, Integer>> counted(
      String nodeId, FailureSignature signature) {
    Map<FailureSignature, Integer> ofNode = failures.getOrDefault(nodeId, SharedMap.empty());
    return with(failures, nodeId, with(ofNode, signature, timesSeen(nodeId, signature) + 1));
  }

  /**
   * Returns how the latest visit of a fan-out stands.
   *
   * @throws IllegalStateException when it was never opened
   */
  public FanOutPass pass(String fanOut) {
    FanOutPass pass = fanOuts.get(fanOut);
    if (pass == null) {
      throw new IllegalStateException("the fan-out was never opened: " + fanOut);
    }
    return pass;
  }

  /** The context without what the join of an earlier fan-out reported. */
  private Map<String, String> withoutResults() {
    SharedMap<String, String> kept = SharedMap.copyOf(context);
    for (String key : context.keySet()) {
      if (key.startsWith("parallel.")) {
        kept = kept.without(key);
      }
    }
    return kept;
  }

  private RunState gateChecked(GoalGateChecked check) {
    if (check.unsatisfied().isEmpty()) {
      return new Draft(this).phase(new Phase.Admitted(check.exitNode())).done();
    }
    FailureSignature signature =
        FailureSignature.of(check.exitNode(), Verdict.unsatisfied(check.unsatisfied()));
    return new Draft(this)
        .phase(new Phase.Refused(check.exitNode(), check.unsatisfied()))
        .failures(counted(check.exitNode(), signature))
        .done();
  }

  private RunState restarted(LoopRestarted restart) {
    SharedMap<String, String> fresh = SharedMap.copyOf(origin.context());
    for (Map.Entry<String, String> kept : restart.kept().entrySet()) {
      fresh = fresh.with(kept.getKey(), kept.getValue());
    }
    return new Draft(this)
        .phase(new Phase.Entering(restart.to()))
        .arrival(new Arrival(restart.from(), restart.condition(), restart.failure()))
        .ledger(after(restart.failure()))
        .context(fresh)
        .restarts(restart.iteration())
        .done();
  }

  private static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
    return SharedMap.copyOf(map).with(key, value);
  }

  /** The next state in the making: everything stays but what is named. */
  private static final class Draft {
    private final RunState from;
    private Phase phase;
    private Optional<RunEnd> end;
    private String head;
    private String snapshot;
    private Map<String, String> context;
    private Visits visits;
    private Map<String, Outcome> outcomes;
    private Outcome last;
    private Map<String, Map<FailureSignature, Integer>> failures;
    private Optional<Arrival> arrival;
    private Map<String, String> sessions;
    private Map<String, FanOutPass> fanOuts;
    private FailureLedger ledger;
    private Trail completed;
    private int restarts;
    private Totals totals;
    private int rules;

    Draft(RunState from) {
      this.from = from;
      this.phase = from.phase;
      this.end = from.end;
      this.head = from.head;
      this.snapshot = from.snapshot;
      this.context = from.context;
      this.visits = from.visits;
      this.outcomes = from.outcomes;
      this.last = from.last;
      this.failures = from.failures;
      this.arrival = from.arrival;
      this.sessions = from.sessions;
      this.fanOuts = from.fanOuts;
      this.ledger = from.ledger;
      this.completed = from.completed;
      this.restarts = from.restarts;
      this.totals = from.totals;
      this.rules = from.rules;
    }

    Draft phase(Phase value) {
      phase = value;
      return this;
    }

    Draft end(Optional<RunEnd> value) {
      end = value;
      return this;
    }

    Draft head(String value) {
      head = value;
      return this;
    }

    Draft snapshot(String value) {
      snapshot = value;
      return this;
    }

    Draft context(Map<String, String> value) {
      context = value;
      return this;
    }

    Draft visits(Visits value) {
      visits = value;
      return this;
    }

    Draft outcomes(Map<String, Outcome> value) {
      outcomes = value;
      return this;
    }

    Draft last(Outcome value) {
      last = value;
      return this;
    }

    Draft failures(Map<String, Map<FailureSignature, Integer>> value) {
      failures = value;
      return this;
    }

    Draft arrival(Arrival value) {
      arrival = Optional.of(value);
      return this;
    }

    Draft sessions(Map<String, String> value) {
      sessions = value;
      return this;
    }

    Draft fanOuts(Map<String, FanOutPass> value) {
      fanOuts = value;
      return this;
    }

    Draft ledger(FailureLedger value) {
      ledger = value;
      return this;
    }

    Draft rules(int value) {
      rules = value;
      return this;
    }

    Draft completed(Trail value) {
      completed = value;
      return this;
    }

    Draft restarts(int value) {
      restarts = value;
      return this;
    }

    Draft totals(Totals value) {
      totals = value;
      return this;
    }

    RunState done() {
      return new RunState(
          from.origin,
          phase,
          end,
          head,
          snapshot,
          context,
          visits,
          outcomes,
          last,
          failures,
          arrival,
          sessions,
          fanOuts,
          ledger,
          completed,
          restarts,
          totals,
          rules);
    }
  }
}
