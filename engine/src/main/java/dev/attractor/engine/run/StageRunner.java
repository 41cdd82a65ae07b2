package dev.attractor.engine.run;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.compile.GraphDigest;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.parallel.FanIn;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.plan.Action;
import dev.attractor.domain.plan.RunPlanner;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunEvent.FanInSelected.Ranking;
import dev.attractor.domain.secret.RedactedFacts;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.StageFolder;
import dev.attractor.ports.runfolder.StageRecord;
import dev.attractor.ports.runfolder.StatusWatch;
import dev.attractor.ports.stage.StageRequest;
import dev.attractor.ports.stage.StageResult;
import dev.attractor.ports.workspace.Capture;
import dev.attractor.ports.workspace.StageCommit;
import dev.attractor.ports.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Carries out the attempts of one run, and adopts what a crash left of one. */
final class StageRunner {
  /** Bytes. With less room than this a failure is the disk's and says nothing about the stage. */
  private static final long LEAST_ROOM = 64 * 1024;

  private static final long MEGABYTE = 1L << 20;

  /** The status of a fan-out's commit, at which its branches start before it has an outcome. */
  private static final String OPENED = "opened";

  private final OpenRun run;

  StageRunner(OpenRun run) {
    this.run = run;
  }

  void execute(Attempt attempt, Action.Work work) {
    if (work.isOnFiles()) {
      run.preparation().ensure(run.observer(), run.cancellation());
      if (run.cancellation().isRequested()) {
        return;
      }
    }
    run.recorder().append(new RunEvent.StageAttemptStarted(attempt));
    StageFolder stage = folderOf(attempt);
    stage.begin();
    if (work instanceof Action.Work.Open(FanOut fanOut)) {
      String commit = commit(attempt, OPENED, run.recorder().attemptSeq(), capture());
      run.recorder().append(RunEvent.ParallelStarted.of(attempt, fanOut, Optional.of(commit)));
      return;
    }
    Duration begin = run.tools().stopwatch().now();
    StageResult result =
        switch (work) {
          case Action.Work.Known(Outcome outcome) -> StageResult.of(outcome);
          case Action.Work.Open _ -> throw new IllegalStateException("its branches conclude it");
          case Action.Work.Adopt(FanIn fanIn, BranchResult winner) ->
              StageResult.of(adopt(attempt, fanIn, winner, Ranking.ORDER));
          case Action.Work.Rank(FanIn fanIn) -> rank(attempt, stage, fanIn);
          case Action.Work.Part _ -> part(attempt, stage);
          case Action.Work.ByHandler _ -> handle(attempt, stage, Optional.empty());
        };
    conclude(attempt, stage, begin, result);
  }

  /** Ends an attempt whose outcome follows from other facts: that of a fan-out, from branches. */
  void conclude(Attempt attempt, Outcome outcome, String commit) {
    StageRecord done =
        new StageRecord(
            attempt,
            run.recorder().attemptSeq(),
            outcome,
            since(run.recorder().attemptAt()),
            Usage.NONE,
            Optional.empty());
    folderOf(attempt).record(done);
    ended(done, commit);
  }

  /** A clock that was put back makes no negative durations. */
  private Duration since(Instant begin) {
    Duration duration = Duration.between(begin, run.tools().clock().instant());
    return duration.isNegative() ? Duration.ZERO : duration.truncatedTo(ChronoUnit.MILLIS);
  }

  private void conclude(Attempt attempt, StageFolder stage, Duration begin, StageResult result) {
    if (run.cancellation().isRequested() && result.outcome().isCanceled()) {
      return; // the attempt stays open: whoever resumes the run begins it again
    }
    if (result.outcome().status().isFailure() && run.folder().room() < LEAST_ROOM) {
      throw AttractorException.machine(
          "%s has failed where the disk is full: %s".formatted(attempt, run.folder().location()),
          "make room, then resume the run: the stage begins again");
    }
    Capture files = capture();
    StageRecord done =
        new StageRecord(
            attempt,
            run.recorder().attemptSeq(),
            new RedactedFacts(stage.redactor())
                .of(
                    RunPlanner.settled(
                        run.pipeline(), attempt, withAllFiles(result.outcome(), files.trouble()))),
            run.tools().stopwatch().since(begin).truncatedTo(ChronoUnit.MILLIS),
            result.usage(),
            result.session());
    stage.record(done);
    end(stage, done, files);
  }

  /** A stage whose work is not all in its commit is no success, whatever it says. */
  private static Outcome withAllFiles(Outcome said, Optional<String> trouble) {
    return said.status().isFailure()
        ? said
        : trouble.map(why -> Outcome.fail(FailureClass.DETERMINISTIC, why)).orElse(said);
  }

  private Capture capture() {
    Capture files =
        run.workspace()
            .capture(
                run.state().head(),
                run.folder().config().git().maxFileMb().map(size -> size * MEGABYTE));
    files.warnings().forEach(this::warn);
    return files;
  }

  private void warn(String text) {
    run.recorder().append(new RunEvent.Warning(text));
  }

  /** The second half of an attempt; a crash in its middle is adopted by {@link #recover}. */
  private void end(StageFolder stage, StageRecord done, Capture files) {
    String commit = commit(done.attempt(), done.outcome().status().word(), done.seq(), files);
    if (!files.patch().isEmpty()) {
      stage.write(RunLayout.DIFF, files.patch());
      PatchSecrets.warning(done.attempt(), files.patch(), stage.redactor())
          .ifPresent(run.recorder()::append);
    }
    ended(done, commit);
  }

  private String commit(Attempt attempt, String status, long seq, Capture files) {
    return run.workspace()
        .commit(
            new StageCommit(run.id(), attempt, status, seq, run.tools().clock().instant()), files);
  }

  private void ended(StageRecord done, String commit) {
    run.recorder()
        .append(
            new RunEvent.StageAttemptEnded(
                done.attempt(),
                done.outcome(),
                done.duration(),
                done.usage(),
                done.session(),
                commit));
  }

  private StageResult handle(Attempt attempt, StageFolder stage, Optional<FanIn> fanIn) {
    Node node = run.pipeline().node(attempt.nodeId());
    StageRequest request =
        new StageRequest(
            run.pipeline(),
            node,
            attempt,
            run.state(),
            run.workspace().folder(),
            run.workspace().filesAt(run.state().head(), StatusWatch.PLACES),
            stage,
            run.folder().config(),
            run.cancellation(),
            fanIn,
            run.recorder()::append);
    return run.tools()
        .handler(node.kind())
        .map(handler -> handler.execute(request))
        .orElseGet(() ->
            StageResult.of(
                Outcome.fail(
                    FailureClass.STRUCTURAL,
                    "nothing here can run a stage of type " + node.type())));
  }

  // --- fan-in (SEMANTICS §7) ---

  private StageResult rank(Attempt attempt, StageFolder stage, FanIn fanIn) {
    StageResult said = handle(attempt, stage, Optional.of(fanIn));
    Optional<BranchResult> winner =
        said.outcome().status().isFailure() ? Optional.empty() : fanIn.named(said.outcome());
    return new StageResult(
        winner
            .map(named -> adopt(attempt, fanIn, named, Ranking.AGENT))
            .orElseGet(() -> fanIn.namedNobody(said.outcome())),
        said.usage(),
        said.session());
  }

  private Outcome adopt(Attempt attempt, FanIn fanIn, BranchResult winner, Ranking ranking) {
    if (run.state().pass(fanIn.fanOut()).winner().isEmpty()) { // else chosen before a crash
      run.recorder()
          .append(
              new RunEvent.FanInSelected(
                  attempt,
                  fanIn.fanOut(),
                  fanIn.pass(),
                  winner.branch(),
                  winner.commit(),
                  ranking));
    }
    run.workspace().fastForward(winner.commit());
    return fanIn.won(winner);
  }

  // --- a stage that is a run of its own: the same loop with another journal, in the same files ---

  private StageResult part(Attempt attempt, StageFolder stage) {
    ValidPipeline.Part part = run.pipeline().part(attempt.nodeId());
    RunEvent.RunStarted started =
        RunEvent.RunStarted.of(
            partId(attempt),
            GraphDigest.of(part.source()),
            part.pipeline(),
            run.state().head(),
            run.folder().manifest().runBranch(),
            run.folder().config().variables());
    try (RunFolder inner = run.folder().part(stage, part.source(), started);
        Workspace files = run.workspace().within(scope(attempt))) {
      RunLoop loop =
          new RunLoop(
              run.inner(
                  attempt.nodeId(),
                  part.pipeline(),
                  inner,
                  files,
                  run.preparation(),
                  run.cancellation()));
      Outcome outcome =
          switch (loop.beginOrResume()) {
            case RunEnd.Succeeded _ -> Outcome.success();
            case RunEnd.Failed(Failure failure, String _) -> Outcome.fail(failure);
            case RunEnd.Canceled(String reason) -> Outcome.fail(FailureClass.CANCELED, reason);
          };
      return new StageResult(outcome, loop.state().totals().usage(), Optional.empty());
    }
  }

  private String partId(Attempt attempt) {
    return run.id() + "." + scope(attempt);
  }

  private static String scope(Attempt attempt) {
    return "%s-v%d-a%d".formatted(attempt.nodeId(), attempt.visit(), attempt.number());
  }

  // --- after a crash (SEMANTICS §12) ---

  void recover(Attempt attempt, Action.Work work) {
    StageFolder stage = folderOf(attempt);
    Optional<StageRecord> done =
        stage.recorded().filter(found -> found.seq() == run.recorder().attemptSeq());
    if (done.isPresent()) {
      end(stage, done.get(), capture());
    } else if (work instanceof Action.Work.Part && run.folder().hasPart(stage, partId(attempt))) {
      // The run inside recovers by itself, from its own journal; its finished stages are kept.
      conclude(attempt, stage, run.tools().stopwatch().now(), part(attempt, stage));
    } else {
      putFilesBack();
      execute(attempt, work);
    }
  }

  /** Makes the files what the journal says; what else is found is kept, and told. */
  void putFilesBack() {
    run.workspace().rollBackTo(run.state().head(), run.state().snapshot()).forEach(this::warn);
  }

  /** Ends what a dead driver left running for an attempt. */
  void endLeftover(Attempt attempt) {
    if (run.tools().processes().endLeftover(folderOf(attempt).processRecord())) {
      run.recorder()
          .append(
              new RunEvent.Warning("ended what the dead driver had left running for " + attempt));
    }
  }

  private StageFolder folderOf(Attempt attempt) {
    return run.folder().stage(attempt, run.state().restarts());
  }
}
