package dev.attractor.cli.view;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.usecase.InspectRuns;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What people see of a run: the fold of its facts, and of those of the runs inside it.
 *
 * @param state how it stands; empty before its first fact
 * @param seq of the last fact; one that comes again changes nothing
 * @param begin when the first fact was written
 * @param last when the last fact was written
 * @param stages by node, in the order in which they began
 * @param inner the branches and parts that have begun, by run id
 */
record RunView(
    Optional<RunState> state,
    long seq,
    Instant begin,
    Instant last,
    Map<NodeId, StageView> stages,
    Map<RunId, RunView> inner) {
  static final RunView NOTHING =
      new RunView(Optional.empty(), 0, Instant.EPOCH, Instant.EPOCH, Map.of(), Map.of());

  RunView {
    stages = Collections.unmodifiableMap(stages);
    inner = Collections.unmodifiableMap(inner);
  }

  /**
   * Returns the view after one more fact.
   *
   * @param within the ids of the runs that it lies in, without the outermost; empty for a fact of
   *     the run itself
   */
  RunView apply(List<RunId> within, JournalEntry entry) {
    if (within.isEmpty()) {
      return entry.seq() <= seq ? this : apply(entry);
    }
    Map<RunId, RunView> all = new LinkedHashMap<>(inner);
    all.put(
        within.getFirst(),
        all.getOrDefault(within.getFirst(), NOTHING)
            .apply(within.subList(1, within.size()), entry));
    return new RunView(state, seq, begin, last, stages, all);
  }

  /** Returns the view after all that a run, and those inside it, have written down. */
  RunView apply(RunSnapshot run, InspectRuns runs) {
    return apply(List.of(), run, runs);
  }

  private RunView apply(List<RunId> within, RunSnapshot run, InspectRuns runs) {
    RunView view = this;
    for (JournalEntry entry : run.entries()) {
      view = view.apply(within, entry);
    }
    for (RunSnapshot inside : runs.inside(run)) {
      view =
          view.apply(
              Stream.concat(within.stream(), Stream.of(inside.manifest().runId())).toList(),
              inside,
              runs);
    }
    return view;
  }

  private RunView apply(JournalEntry entry) {
    if (state.isEmpty()) {
      return entry.event() instanceof RunEvent.RunStarted started
          ? new RunView(
              Optional.of(RunState.begin(started)),
              entry.seq(),
              entry.at(),
              entry.at(),
              Map.of(),
              inner)
          : this; // its first fact was not told; there is nothing to show it by
    }
    return new RunView(
        state.map(before -> before.apply(entry.event())),
        entry.seq(),
        begin,
        entry.at(),
        stages(entry.at(), entry.event()),
        inner);
  }

  /** Returns when something was heard of it last, or of what lies in it. */
  Instant heardLast() {
    return inner.values().stream()
        .map(RunView::heardLast)
        .filter(last::isBefore)
        .max(Comparator.naturalOrder())
        .orElse(last);
  }

  private Map<NodeId, StageView> stages(Instant at, RunEvent event) {
    return switch (event) {
      case RunEvent.StageAttemptStarted(Attempt attempt) -> {
        StageView known = stages.get(attempt.nodeId());
        yield with(known == null ? StageView.begun(attempt, at) : known.again(attempt, at));
      }
      case RunEvent.StageAttemptEnded e -> changed(e.attempt().nodeId(), stage -> stage.ended(e));
      case RunEvent.StageRetrySleep(Attempt attempt, Duration delay) ->
          changed(
              attempt.nodeId(), stage -> stage.at(new Doing.Pausing(at.plus(delay), why(stage))));
      case RunEvent.AgentProgress e ->
          changed(e.attempt().nodeId(), stage -> heard(stage, words(e)));
      case RunEvent.ProviderFailover e ->
          changed(
              e.attempt().nodeId(),
              stage -> heard(stage, "%s takes over from %s".formatted(e.to(), e.from())));
      case RunEvent.InterviewStarted e when e.id().isPresent() ->
          changed(e.nodeId(), stage -> stage.at(new Doing.Asking(e.question(), e.choices())));
      case RunEvent.InterviewCompleted e ->
          changed(
              e.nodeId(), stage -> heard(stage, "%s (%s)".formatted(e.choice(), e.answeredBy())));
      case RunEvent.InterviewTimeout e ->
          changed(e.nodeId(), stage -> heard(stage, "nobody answered"));
      case RunEvent.EdgeSelected e -> carried(e.failure());
      case RunEvent.LoopRestarted e -> carried(e.failure());
      case RunEvent.RunResumed _ -> abandoned(last); // when its driver died, it was heard last
      case RunEvent.Ended _ -> abandoned(at);
      case RunEvent.RunStarted _,
          RunEvent.PreflightCompleted _,
          RunEvent.StageRetryBlocked _,
          RunEvent.CheckpointSaved _,
          RunEvent.EdgeConditionEvaluated _,
          RunEvent.ParallelStarted _,
          RunEvent.BranchStarted _,
          RunEvent.ChildStarted _,
          RunEvent.ManagerCycle _,
          RunEvent.Steered _,
          RunEvent.ChildCompleted _,
          RunEvent.BranchCompleted _,
          RunEvent.ParallelCompleted _,
          RunEvent.FanInSelected _,
          RunEvent.MergeConflict _,
          RunEvent.BranchesMerged _,
          RunEvent.GoalGateChecked _,
          RunEvent.LoopRestartBlocked _,
          RunEvent.FailureCycleBroken _,
          RunEvent.StageHeartbeat _,
          RunEvent.StallWatchdogTimeout _,
          RunEvent.InterviewStarted _,
          RunEvent.Warning _ ->
          stages;
    };
  }

  private Map<NodeId, StageView> with(StageView stage) {
    Map<NodeId, StageView> all = new LinkedHashMap<>(stages);
    all.put(stage.attempt().nodeId(), stage);
    return all;
  }

  private Map<NodeId, StageView> changed(NodeId nodeId, UnaryOperator<StageView> change) {
    StageView known = stages.get(nodeId);
    return known == null ? stages : with(change.apply(known));
  }

  private Map<NodeId, StageView> abandoned(Instant at) {
    Map<NodeId, StageView> all = new LinkedHashMap<>(stages);
    all.replaceAll((_, stage) -> stage.abandoned(at));
    return all;
  }

  private Map<NodeId, StageView> carried(Optional<CarriedFailure> failure) {
    return failure
        .filter(CarriedFailure::isAccepted)
        .map(accepted ->
            changed(
                accepted.stage(),
                stage ->
                    stage.doing() instanceof Doing.Over(Outcome outcome, boolean _)
                        ? stage.at(new Doing.Over(outcome, true))
                        : stage))
        .orElse(stages);
  }

  /** Words of an attempt that is over say nothing of what is done now. */
  private static StageView heard(StageView stage, String words) {
    return stage.since().isPresent() ? stage.at(new Doing.Working(words)) : stage;
  }

  private static String why(StageView stage) {
    return stage.doing() instanceof Doing.Over(Outcome outcome, boolean _)
        ? outcome.failure().map(RunView::told).orElse("")
        : "";
  }

  static String told(Failure failure) {
    return "(%s) %s".formatted(failure.failureClass().word(), failure.reason());
  }

  /** The words are those of the journal; plugins may have more. */
  private static String words(RunEvent.AgentProgress said) {
    return switch (said.type()) {
      case "text" -> "says: " + said.summary();
      case "tool_result" -> "failed: " + said.summary();
      case "retry_notice" -> "waits for its model: " + said.summary();
      case "error" -> "error: " + said.summary();
      default -> said.summary();
    };
  }

  /** Returns the name of the pipeline; empty before the first fact. */
  String pipeline() {
    return state.map(run -> run.origin().pipeline()).orElse("");
  }

  boolean isOver() {
    return state.flatMap(RunState::end).isPresent();
  }

  /** Returns what was used up, in branches that are still at work, too. */
  Usage usage() {
    Usage all = state.map(run -> run.totals().usage()).orElse(Usage.NONE);
    for (RunView run : inner.values()) {
      if (!run.isOver()) {
        all = all.plus(run.usage());
      }
    }
    return all;
  }

  /** Returns how long the run has taken so far, or took. */
  Duration took(Instant now) {
    return between(begin, isOver() ? last : now);
  }

  /** Clocks may be turned back. */
  static Duration between(Instant begin, Instant end) {
    return end.isBefore(begin) ? Duration.ZERO : Duration.between(begin, end);
  }
}
