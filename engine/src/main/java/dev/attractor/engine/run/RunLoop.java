package dev.attractor.engine.run;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.plan.Action;
import dev.attractor.domain.plan.RunPlanner;
import dev.attractor.domain.retry.RetryPolicy;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.supervision.Supervision;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.FinalReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Drives one run: asks the planner what to do, does it through ports, writes down what happened,
 * and again. It decides nothing. A fresh run and a resumed one go through the same loop; they
 * differ only in the journal they find. So does a branch of a fan-out, and a run inside a stage.
 */
final class RunLoop {
  private final OpenRun run;
  private final StageRunner stages;
  private final BranchRunner branches;
  private final ChildRunner children;
  private final Steering steering;
  private final RecordKeeper record;

  RunLoop(OpenRun run) {
    this.run = run;
    this.steering = new Steering(run);
    this.stages = new StageRunner(run, steering);
    this.branches = new BranchRunner(run);
    this.children = new ChildRunner(run);
    this.record = new RecordKeeper(run);
  }

  /** Returns the state so far. */
  RunState state() {
    return run.state();
  }

  /** Adds a fact from outside the loop. */
  void note(RunEvent event) {
    run.recorder().append(event);
  }

  /** Drives a run that may have begun before: what its journal says decides. */
  RunEnd beginOrResume() {
    return beginOrResume(List::of);
  }

  /**
   * The same for a run that begins with files of its own.
   *
   * @param atFirst what is done when nothing has happened in it yet; returns warnings
   */
  RunEnd beginOrResume(Supplier<List<String>> atFirst) {
    List<JournalEntry> found = run.folder().entries();
    if (found.size() > 1) {
      return resume();
    }
    found.forEach(run.observer()::happened);
    atFirst.get().forEach(text -> note(new RunEvent.Warning(text)));
    return drive();
  }

  /**
   * Goes on with the journal that was found. A run that has ended stays ended, unless it was only
   * canceled. What a dead driver left running is ended first.
   */
  RunEnd resume() {
    if (!state().end().map(RunEnd::isFinal).orElse(false)) {
      state().openAttempt().ifPresent(stages::endLeftover);
      showCheckpoint();
      note(new RunEvent.RunResumed(state().openAttempt(), RunEvent.RULES));
      if (filesStandStill()) {
        stages.putFilesBack();
      }
    }
    return drive();
  }

  /**
   * Returns whether the run was between two attempts, so that its files are those of a commit. An
   * open attempt is recovered with its files, and branches have files of their own.
   */
  private boolean filesStandStill() {
    return state().openAttempt().isEmpty();
  }

  /** The driver may have died after it wrote the checkpoint down and before it showed it. */
  private void showCheckpoint() {
    List<JournalEntry> found = run.folder().entries();
    if (found.stream().anyMatch(entry -> entry.event() instanceof RunEvent.CheckpointSaved)) {
      JournalEntry last = found.getLast();
      run.folder().saveCheckpoint(state(), last.seq(), last.at());
    }
  }

  /** Drives the run to its end. */
  RunEnd drive() {
    while (true) {
      Action action = RunPlanner.next(run.pipeline(), state());
      if (!(action instanceof Action.Stop) && !steering.take().isEmpty()) {
        continue; // it is a fact, and what is next follows from all facts
      }
      if (action instanceof Action.Stop(RunEnd end)) {
        return end;
      }
      if (run.cancellation().isRequested()) {
        perform(cancel());
      } else {
        performUnlessCanceled(action);
      }
    }
  }

  /** What was under way is given up when the run is stopped, and what came of that is told. */
  private void performUnlessCanceled(Action action) {
    try {
      perform(action);
    } catch (AttractorException e) {
      if (!run.cancellation().isRequested()) {
        throw e;
      }
      note(new RunEvent.Warning("given up when the run was stopped: " + e.getMessage()));
    }
  }

  /** Branches start at a commit that the repository reaches and whose record it keeps. */
  private void keepBase(Attempt fanOut) {
    state()
        .pass(fanOut.nodeId())
        .commit()
        .ifPresent(commit -> {
          run.workspace().advanceTo(fanOut, commit);
          record.keep();
        });
  }

  private Action cancel() {
    return new Action.Finish(new RunEnd.Canceled(run.cancellation().reason()));
  }

  private void perform(Action action) {
    switch (action) {
      case Action.Append(var events) -> append(events);
      case Action.Execute(Attempt attempt, Duration after, Action.Work work) -> {
        run.tools().sleeper().sleep(after, run.cancellation());
        if (!run.cancellation().isRequested()) {
          stages.execute(attempt, work);
        }
      }
      case Action.Recover(Attempt attempt, Action.Work work) -> stages.recover(attempt, work);
      case Action.DelayRetry(Attempt attempt, RetryPolicy policy, Failure failure) ->
          run.recorder()
              .append(
                  new RunEvent.StageRetrySleep(
                      attempt,
                      policy.delayAfter(attempt.number(), failure, run.tools().jitter().draw())));
      case Action.Checkpoint(Attempt attempt, String commit) -> checkpoint(attempt, commit);
      case Action.RunBranches(Attempt attempt, FanOut fanOut) -> {
        keepBase(attempt);
        branches.run(attempt, fanOut);
      }
      case Action.Supervise(Attempt attempt, Supervision supervision) -> {
        record.keep();
        children.run(attempt, supervision);
      }
      case Action.Conclude(Attempt attempt, Outcome outcome, String commit) ->
          stages.conclude(attempt, outcome, commit);
      case Action.Finish(RunEnd end) -> finish(end);
      case Action.Stop _ -> throw new IllegalStateException("a stopped run has nothing to do");
    }
  }

  private void append(List<RunEvent> events) {
    events.forEach(run.recorder()::append);
    if (events.stream().anyMatch(event -> event instanceof RunEvent.LoopRestarted)) {
      record.keep();
      run.restarted().run();
    }
  }

  private void checkpoint(Attempt attempt, String commit) {
    run.workspace().advanceTo(attempt, commit);
    JournalEntry entry = run.recorder().append(new RunEvent.CheckpointSaved(attempt, commit));
    run.folder().saveCheckpoint(state(), entry.seq(), entry.at());
    record.keep();
  }

  private void finish(RunEnd end) {
    Instant now = run.tools().clock().instant();
    run.folder()
        .saveFinal(
            new FinalReport(
                now,
                run.id(),
                end,
                state().head(),
                run.folder().manifest().runBranch(),
                state().totals(),
                Duration.between(run.folder().manifest().startedAt(), now),
                state().fanOuts()));
    run.recorder().append(RunEvent.ended(end));
    record.keep();
  }
}
