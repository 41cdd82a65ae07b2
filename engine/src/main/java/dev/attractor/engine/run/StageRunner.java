package dev.attractor.engine.run;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.compile.GraphDigest;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.AgentWork;
import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.parallel.FanIn;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.parallel.ForEach;
import dev.attractor.domain.parallel.Items;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.plan.Action;
import dev.attractor.domain.plan.RunPlanner;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.BranchRun;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunEvent.FanInSelected.Ranking;
import dev.attractor.domain.run.Shortened;
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
import java.util.List;
import java.util.Optional;

/** Carries out the attempts of one run, and adopts what a crash left of one. */
final class StageRunner {
  /** Bytes. With less room than this a failure is the disk's and says nothing about the stage. */
  private static final long LEAST_ROOM = 64 * 1024;

  private static final long MEGABYTE = 1L << 20;

  /** The status of a fan-out's commit, at which its branches start before it has an outcome. */
  private static final String OPENED = "opened";

  private final OpenRun run;
  private final Steering steering;

  StageRunner(OpenRun run, Steering steering) {
    this.run = run;
    this.steering = steering;
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
      run.recorder()
          .append(
              RunEvent.ParallelStarted.of(
                  attempt,
                  fanOut,
                  Optional.of(commit),
                  fanOut.forEach().map(this::items).orElseGet(() -> new Items.Listed(List.of()))));
      return;
    }
    if (work instanceof Action.Work.Begin) {
      RunEvent.RunStarted child = ChildRunner.firstFact(run, attempt);
      run.recorder()
          .append(
              new RunEvent.ChildStarted(
                  attempt, child.runId(), child.runBranch(), child.baseCommit()));
      return;
    }
    showWhatBranchesSaid(stage, work);
    Duration begin = run.tools().stopwatch().now();
    StageResult result =
        switch (work) {
          case Action.Work.Known(Outcome outcome, var _) -> StageResult.of(outcome);
          case Action.Work.Open _, Action.Work.Begin _ ->
              throw new IllegalStateException("runs inside it conclude it");
          case Action.Work.Supervised supervised -> asItsChild(attempt, stage, supervised);
          case Action.Work.Adopt(FanIn fanIn, BranchResult winner) ->
              StageResult.of(adopt(attempt, fanIn, winner, Ranking.ORDER, AgentWork.NONE));
          case Action.Work.Decided decided -> asDecided(decided);
          case Action.Work.Merge(FanIn fanIn) ->
              new BranchMerge(run, attempt, fanIn)
                  .merge(conflict -> handle(attempt, stage, joining(fanIn, conflict)));
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
            Optional.empty(),
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
            result.session(),
            Optional.of(files.tree()));
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
    }
    if (stage.redactor().knowsSecrets()) {
      CommitSecrets.warnings(
              done.attempt(),
              run.workspace().broughtBy(run.state().head(), commit),
              stage.redactor())
          .forEach(run.recorder()::append);
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

  private StageResult handle(
      Attempt attempt, StageFolder stage, Optional<StageRequest.Errand> errand) {
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
            errand,
            steering::take,
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
    StageResult said =
        handle(attempt, stage, Optional.of(new StageRequest.Joining(fanIn, Optional.empty())));
    Optional<BranchResult> winner =
        said.outcome().status().isFailure() ? Optional.empty() : fanIn.named(said.outcome());
    return new StageResult(
        winner
            .map(named ->
                adopt(
                    attempt,
                    fanIn,
                    named,
                    Ranking.AGENT,
                    new AgentWork(said.usage(), said.session())))
            .orElseGet(() -> fanIn.namedNobody(said.outcome())),
        said.usage(),
        said.session());
  }

  private Outcome adopt(
      Attempt attempt, FanIn fanIn, BranchResult winner, Ranking ranking, AgentWork agent) {
    run.recorder()
        .append(
            new RunEvent.FanInSelected(
                attempt,
                fanIn.fanOut(),
                fanIn.pass(),
                winner.branch(),
                winner.commit(),
                ranking,
                agent));
    fanIn.goesOnWith(winner).ifPresent(run.workspace()::fastForward);
    return fanIn.won(winner);
  }

  private StageResult asDecided(Action.Work.Decided decided) {
    decided.commit().ifPresent(run.workspace()::fastForward);
    return new StageResult(decided.outcome(), decided.agent().used(), decided.agent().session());
  }

  private static Optional<StageRequest.Errand> joining(
      FanIn fanIn, RunEvent.MergeConflict conflict) {
    return Optional.of(new StageRequest.Joining(fanIn, Optional.of(conflict)));
  }

  /** What branches said goes on, whatever the join takes. */
  private void showWhatBranchesSaid(StageFolder stage, Action.Work work) {
    fanInOf(work)
        .ifPresent(fanIn -> {
          Attempt fanOut = Attempt.first(fanIn.fanOut(), fanIn.pass());
          List<String> ids = run.state().pass(fanIn.fanOut()).branches();
          for (Branch branch : run.pipeline().fanOut(fanIn.fanOut()).opened(ids).branches()) {
            String kept = run.folder().said(fanOut, branch);
            String said = kept.isBlank() ? saidInFacts(fanIn, branch) : kept;
            if (!said.isBlank()) {
              stage.showSaid(branch.id(), said);
            }
          }
        });
  }

  /** The facts outlive the folder of a branch, but hold the beginning alone. */
  private String saidInFacts(FanIn fanIn, Branch branch) {
    return run.state().pass(fanIn.fanOut()).results().stream()
        .filter(result -> result.branch().equals(branch.id()))
        .map(BranchResult::response)
        .findFirst()
        .orElse("");
  }

  private static Optional<FanIn> fanInOf(Action.Work work) {
    return switch (work) {
      case Action.Work.Adopt(FanIn fanIn, BranchResult _) -> Optional.of(fanIn);
      case Action.Work.Rank(FanIn fanIn) -> Optional.of(fanIn);
      case Action.Work.Merge(FanIn fanIn) -> Optional.of(fanIn);
      case Action.Work.Decided decided -> Optional.of(decided.fanIn());
      case Action.Work.Known known -> known.fanIn();
      case Action.Work.ByHandler _,
          Action.Work.Open _,
          Action.Work.Part _,
          Action.Work.Begin _,
          Action.Work.Supervised _ ->
          Optional.empty();
    };
  }

  /** Returns what a fan-out over a list works through, read once (SEMANTICS §7). */
  private Items items(ForEach list) {
    Items found =
        list.file()
            .map(path -> run.tools().lists().inFile(run.workspace().folder(), path))
            .or(() -> list.key().map(this::itemsIn))
            .orElseGet(() -> run.tools().lists().in(list.list()));
    return switch (list.limited(found)) {
      case Items.Unusable(String why) ->
          new Items.Unusable("%s is no list to work through: %s".formatted(list.list(), why));
      case Items.Listed listed -> listed;
    };
  }

  /** A key that nobody has set is more often a typing error than an empty list. */
  private Items itemsIn(String key) {
    if (!run.state().context().containsKey(key)) {
      return new Items.Unusable("nothing has set it");
    }
    String list = run.state().fact(key);
    return Shortened.at(key, list)
        .<Items>map(most ->
            new Items.Unusable(
                "no more than %d characters of it are kept; have a stage write the list into a file"
                        .formatted(most)
                    + " and name that as @file"))
        .orElseGet(() -> run.tools().lists().in(list));
  }

  // --- a stage that is a run of its own: the same loop with another journal, in the same files ---

  private StageResult part(Attempt attempt, StageFolder stage) {
    ValidPipeline.Part part = run.pipeline().part(attempt.nodeId());
    RunEvent.RunStarted started =
        RunEvent.RunStarted.of(
            run.id().inside(attempt.asName()),
            GraphDigest.of(part.source()),
            part.pipeline(),
            run.state().head(),
            run.folder().manifest().runBranch(),
            run.folder().config().variables());
    try (RunFolder inner = run.folder().part(stage, part.source(), started);
        Workspace files = run.workspace().within(attempt.asName())) {
      RunLoop loop =
          new RunLoop(
              run.inner(
                  attempt.nodeId().value(),
                  part.pipeline(),
                  inner,
                  files,
                  run.preparation(),
                  run.cancellation()));
      Outcome outcome =
          switch (loop.beginOrResume()) {
            case RunEnd.Succeeded _ -> Outcome.success();
            case RunEnd.Failed(Failure failure, var _) -> Outcome.fail(failure);
            case RunEnd.Canceled(String reason) -> Outcome.fail(FailureClass.CANCELED, reason);
          };
      return new StageResult(
          outcome.withContext(BranchRun.words(loop.state())),
          loop.state().totals().usage(),
          Optional.empty());
    }
  }

  // --- a stage that looks after a run of its own (SEMANTICS §7a) ---

  /** The work of a child is taken over as that of a branch is. */
  private StageResult asItsChild(
      Attempt attempt, StageFolder stage, Action.Work.Supervised supervised) {
    takeOver(attempt, stage, supervised);
    return StageResult.of(supervised.outcome());
  }

  private void takeOver(Attempt attempt, StageFolder stage, Action.Work.Supervised supervised) {
    run.workspace()
        .discardFork(
            run.id().inside(attempt.asName()),
            run.state().head(),
            run.folder().childWorktree(stage))
        .ifPresent(this::warn);
    supervised.taken().ifPresent(run.workspace()::fastForward);
  }

  // --- after a crash (SEMANTICS §12) ---

  void recover(Attempt attempt, Action.Work work) {
    StageFolder stage = folderOf(attempt);
    Optional<StageRecord> done =
        stage.recorded().filter(found -> found.seq() == run.recorder().attemptSeq());
    if (done.isPresent()) {
      stage.record(done.get()); // what people see of it may not have been written
      if (work instanceof Action.Work.Supervised supervised) {
        putFilesBack(); // its own work is nothing but that of its child, which is taken again
        takeOver(attempt, stage, supervised);
      }
      adopt(stage, done.get(), work);
    } else if (work instanceof Action.Work.Part
        && run.folder().hasPart(stage, run.id().inside(attempt.asName()))) {
      // The run inside recovers by itself, from its own journal; its finished stages are kept.
      conclude(attempt, stage, run.tools().stopwatch().now(), part(attempt, stage));
    } else if (work instanceof Action.Work.Supervised supervised) {
      putFilesBack();
      Duration begin = run.tools().stopwatch().now().minus(since(run.recorder().attemptAt()));
      conclude(attempt, stage, begin, asItsChild(attempt, stage, supervised));
    } else if (work instanceof Action.Work.Decided decided) {
      putFilesBack();
      showWhatBranchesSaid(stage, work); // some of it may not have been written
      conclude(attempt, stage, run.tools().stopwatch().now(), asDecided(decided));
    } else {
      putFilesBack();
      execute(attempt, work);
    }
  }

  /** Ends an attempt whose driver died after it had written down how the attempt ended. */
  private void adopt(StageFolder stage, StageRecord done, Action.Work work) {
    Capture found = capture();
    String left = done.tree().orElse(found.tree());
    if (left.equals(found.tree())) {
      end(stage, done, found);
      return;
    }
    putFilesBack(); // they are not those that the stage left
    Optional<String> taken = takenBy(work);
    taken.ifPresent(run.workspace()::fastForward);
    String head = taken.orElseGet(() -> run.state().head());
    if (run.workspace().holds(head, left)) {
      String word = done.outcome().status().word();
      Capture then = Capture.of(left, () -> run.workspace().diff(head, left));
      String commit = commit(done.attempt(), word, done.seq(), then);
      run.workspace().rollBackTo(head, commit).forEach(this::warn);
      end(stage, done, then);
    } else {
      execute(done.attempt(), work);
    }
  }

  /**
   * Returns the commits of others with which the stage has gone on: its own lies on top of them.
   */
  private static Optional<String> takenBy(Action.Work work) {
    return switch (work) {
      case Action.Work.Decided decided -> decided.commit();
      case Action.Work.Supervised supervised -> supervised.taken();
      case Action.Work.Adopt(FanIn fanIn, BranchResult winner) -> fanIn.goesOnWith(winner);
      case Action.Work.ByHandler _,
          Action.Work.Part _,
          Action.Work.Begin _,
          Action.Work.Known _,
          Action.Work.Open _,
          Action.Work.Merge _,
          Action.Work.Rank _ ->
          Optional.empty();
    };
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
