package dev.attractor.engine.run;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.retry.RetryGate;
import dev.attractor.domain.retry.RetryPolicy;
import dev.attractor.domain.run.Action;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunPlanner;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.FinalReport;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.StageFolder;
import dev.attractor.ports.runfolder.StageRecord;
import dev.attractor.ports.stage.StageRequest;
import dev.attractor.ports.stage.StageResult;
import dev.attractor.ports.usecase.RunObserver;
import dev.attractor.ports.workspace.StageCommit;
import dev.attractor.ports.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Drives one run: asks the planner what to do, does it through ports, writes down what happened,
 * and again. It decides nothing. A fresh run and a resumed one go through the same loop; they
 * differ only in the journal they find.
 */
final class RunLoop {
  private final RunTools tools;
  private final ValidPipeline pipeline;
  private final RunFolder folder;
  private final Workspace workspace;
  private final Cancellation cancellation;
  private final Recorder recorder;

  RunLoop(
      RunTools tools,
      ValidPipeline pipeline,
      RunFolder folder,
      Workspace workspace,
      RunObserver observer,
      Cancellation cancellation) {
    this.tools = tools;
    this.pipeline = pipeline;
    this.folder = folder;
    this.workspace = workspace;
    this.cancellation = cancellation;
    this.recorder = new Recorder(folder.journal(), observer, folder.entries());
  }

  /** Returns the state so far. */
  RunState state() {
    return recorder.state();
  }

  /** Adds a fact from outside the loop. */
  void note(RunEvent event) {
    recorder.append(event);
  }

  /**
   * Goes on with the journal that was found. A run that has ended stays ended, unless it was only
   * canceled.
   */
  RunEnd resume() {
    boolean ended = state().end().map(end -> !(end instanceof RunEnd.Canceled)).orElse(false);
    if (!ended) {
      note(new RunEvent.RunResumed(state().openAttempt()));
    }
    return drive();
  }

  /** Drives the run to its end. */
  RunEnd drive() {
    while (true) {
      Action action = RunPlanner.next(pipeline, state());
      if (action instanceof Action.Stop(RunEnd end)) {
        return end;
      }
      perform(cancellation.isRequested() ? cancel() : action);
    }
  }

  private static Action cancel() {
    return new Action.Finish(new RunEnd.Canceled("stopped on request"));
  }

  private void perform(Action action) {
    switch (action) {
      case Action.Append(var events) -> events.forEach(recorder::append);
      case Action.Execute(Attempt attempt, Duration after, Action.Work work) -> {
        tools.sleeper().sleep(after, cancellation);
        if (!cancellation.isRequested()) {
          execute(attempt, work);
        }
      }
      case Action.Recover(Attempt attempt, Action.Work work) -> recover(attempt, work);
      case Action.DelayRetry(Attempt attempt, RetryPolicy policy) ->
          recorder.append(
              new RunEvent.StageRetrySleep(
                  attempt, policy.delayAfter(attempt.number(), tools.jitter().draw())));
      case Action.Checkpoint(Attempt attempt, String commit) -> checkpoint(attempt, commit);
      case Action.Finish(RunEnd end) -> finish(end);
      case Action.Stop _ -> throw new IllegalStateException("a stopped run has nothing to do");
    }
  }

  // --- attempts ---

  private void execute(Attempt attempt, Action.Work work) {
    recorder.append(new RunEvent.StageAttemptStarted(attempt));
    StageFolder stage = stageFolder(attempt);
    stage.begin();
    Instant begin = tools.clock().instant();
    StageResult result =
        switch (work) {
          case Action.Work.Known(Outcome outcome) -> StageResult.of(outcome);
          case Action.Work.ByHandler _ -> handle(attempt, stage);
        };
    conclude(attempt, stage, begin, result);
  }

  private void conclude(Attempt attempt, StageFolder stage, Instant begin, StageResult result) {
    if (wasCanceled(result)) {
      return; // the attempt stays open: whoever resumes the run begins it again
    }
    Node node = pipeline.node(attempt.nodeId());
    RetryPolicy policy = RetryPolicy.of(pipeline.graph(), node);
    StageRecord done =
        new StageRecord(
            attempt,
            recorder.attemptSeq(),
            RetryGate.settle(policy, attempt.number(), result.outcome()),
            Duration.between(begin, tools.clock().instant()).truncatedTo(ChronoUnit.MILLIS),
            result.usage(),
            result.session());
    stage.record(done);
    end(stage, done);
  }

  private StageResult handle(Attempt attempt, StageFolder stage) {
    Node node = pipeline.node(attempt.nodeId());
    if (node.kind() == NodeKind.PIPELINE) {
      return part(attempt, stage);
    }
    StageRequest request =
        new StageRequest(
            pipeline,
            node,
            attempt,
            state(),
            workspace.folder(),
            stage,
            folder.config(),
            cancellation,
            recorder::append);
    return tools
        .handler(node.kind())
        .map(handler -> handler.execute(request))
        .orElseGet(() ->
            StageResult.of(
                Outcome.fail(
                    FailureClass.STRUCTURAL,
                    "nothing here can run a stage of type " + node.type())));
  }

  /** A stage that is a run of its own: the same loop with another journal, in the same files. */
  private StageResult part(Attempt attempt, StageFolder stage) {
    ValidPipeline.Part part = pipeline.part(attempt.nodeId());
    RunEvent.RunStarted started =
        FirstFact.of(
            partId(attempt),
            part.source(),
            part.pipeline(),
            state().head(),
            folder.manifest().runBranch(),
            folder.config());
    try (RunFolder inner = folder.part(stage, part.source(), started);
        Workspace files = workspace.within(scope(attempt))) {
      RunLoop loop =
          new RunLoop(tools, part.pipeline(), inner, files, new RunObserver() {}, cancellation);
      Outcome outcome =
          switch (inner.entries().size() > 1 ? loop.resume() : loop.drive()) {
            case RunEnd.Succeeded _ -> Outcome.success();
            case RunEnd.Failed(Failure failure) -> Outcome.fail(failure);
            case RunEnd.Canceled(String reason) -> Outcome.fail(FailureClass.CANCELED, reason);
          };
      return new StageResult(outcome, loop.state().totals().usage(), Optional.empty());
    }
  }

  private String partId(Attempt attempt) {
    return folder.manifest().runId() + "." + scope(attempt);
  }

  private static String scope(Attempt attempt) {
    return "%s-v%d-a%d".formatted(attempt.nodeId(), attempt.visit(), attempt.number());
  }

  private boolean wasCanceled(StageResult result) {
    return cancellation.isRequested()
        && result
            .outcome()
            .failure()
            .map(Failure::failureClass)
            .filter(FailureClass.CANCELED::equals)
            .isPresent();
  }

  /** The second half of an attempt; a crash in its middle is adopted by {@link #recover}. */
  private void end(StageFolder stage, StageRecord done) {
    String commit =
        workspace.commit(
            new StageCommit(
                folder.manifest().runId(),
                done.attempt(),
                done.outcome().status().word(),
                done.seq(),
                tools.clock().instant()));
    String patch = workspace.diff(state().head(), commit);
    if (!patch.isEmpty()) {
      stage.write("diff.patch", patch);
    }
    recorder.append(
        new RunEvent.StageAttemptEnded(
            done.attempt(), done.outcome(), done.duration(), done.usage(), done.session(), commit));
  }

  private void recover(Attempt attempt, Action.Work work) {
    StageFolder stage = stageFolder(attempt);
    if (tools.processes().endLeftover(stage.processRecord())) {
      recorder.append(
          new RunEvent.Warning("ended what the dead driver had left running for " + attempt));
    }
    Optional<StageRecord> done =
        stage.recorded().filter(found -> found.seq() == recorder.attemptSeq());
    if (done.isPresent()) {
      end(stage, done.get());
    } else if (pipeline.node(attempt.nodeId()).kind() == NodeKind.PIPELINE
        && folder.hasPart(stage, partId(attempt))) {
      // The run inside recovers by itself, from its own journal; its finished stages are kept.
      conclude(attempt, stage, tools.clock().instant(), part(attempt, stage));
    } else {
      workspace.rollBackTo(state().head(), state().snapshot());
      execute(attempt, work);
    }
  }

  private StageFolder stageFolder(Attempt attempt) {
    return folder.stage(attempt, state().restarts());
  }

  // --- the rest ---

  private void checkpoint(Attempt attempt, String commit) {
    workspace.advanceTo(attempt, commit);
    JournalEntry entry = recorder.append(new RunEvent.CheckpointSaved(attempt, commit));
    folder.saveCheckpoint(state(), entry.seq(), entry.at());
  }

  private void finish(RunEnd end) {
    Instant now = tools.clock().instant();
    folder.saveFinal(
        new FinalReport(
            now,
            folder.manifest().runId(),
            end,
            state().head(),
            folder.manifest().runBranch(),
            state().totals(),
            Duration.between(folder.manifest().startedAt(), now)));
    recorder.append(RunEvent.ended(end));
  }
}
