package dev.attractor.engine.run;

import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.BranchRun;
import dev.attractor.domain.run.FanOutPass;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.run.Totals;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.workspace.Workspace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Runs the branches of a fan-out: each is a run of its own, with a journal and files of its own,
 * driven by the same loop (SEMANTICS §7). One thread, the one of the run with the fan-out, starts
 * them, hears how they ended and writes that down.
 */
final class BranchRunner {
  private final OpenRun run;

  BranchRunner(OpenRun run) {
    this.run = run;
  }

  /** Runs all branches that have no result yet; fewer when the end of the run is asked for. */
  void run(Attempt attempt, FanOut fanOut) {
    new Opened(attempt, fanOut).run();
  }

  /** How the thread of a branch ended. */
  private sealed interface Ended {
    Branch branch();

    /** The branch came to its end. */
    record Regularly(Branch branch, RunState state, String said) implements Ended {}

    /** The machine, or a defect, kept it from that. */
    record Broken(Branch branch, Throwable trouble) implements Ended {}
  }

  /** The branches of one visit while they run. */
  private final class Opened {
    private final Attempt attempt;
    private final FanOut fanOut;
    private final Deque<Branch> waiting = new ArrayDeque<>();
    private final Map<Branch, Cancellation> running = new HashMap<>();
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final List<Future<?>> removals = new ArrayList<>();
    private Optional<Throwable> trouble = Optional.empty();

    Opened(Attempt attempt, FanOut fanOut) {
      this.attempt = attempt;
      this.fanOut = fanOut;
      fanOut.branches().stream()
          .filter(branch -> pass().resultOf(branch).isEmpty())
          .forEach(waiting::add);
    }

    private FanOutPass pass() {
      return run.state().pass(attempt.nodeId());
    }

    private RunEvent.RunStarted firstFact(Branch branch) {
      return BranchRun.begin(
          run.state(),
          attempt,
          pass().join(),
          branch,
          run.folder().config().git().runBranchPrefix());
    }

    private Optional<String> enough() {
      return fanOut.policy().enough(pass().branches().size(), pass().results());
    }

    void run() {
      try (ExecutorService remover = Executors.newVirtualThreadPerTaskExecutor()) {
        drive(remover);
      }
      removals.forEach(removal -> {
        if (removal.state() == Future.State.FAILED) {
          rethrow(removal.exceptionNow());
        }
      });
      trouble.ifPresent(BranchRunner::rethrow);
      if (waiting.isEmpty() && pass().results().size() == pass().branches().size()) {
        fanOut
            .branches()
            .forEach(branch ->
                discardFiles(branch)
                    .ifPresent(why -> run.recorder().append(new RunEvent.Warning(why))));
        run.folder().saveResults(fanOut, pass());
        run.recorder().append(pass().completed(attempt));
      }
    }

    private void drive(ExecutorService remover) {
      try (var _ = run.cancellation().onRequest(this::cancelAll)) {
        startSome();
        while (isAnyRunning()) {
          // Removing the files of a large branch takes a while, in which another one can begin.
          hear(next()).ifPresent(over -> removals.add(remover.submit(() -> discardFiles(over))));
          startSome();
        }
      } finally {
        endAll();
      }
    }

    /** When the driver cannot go on, such as on a full disk, no branch goes on either. */
    private void endAll() {
      cancelAll();
      while (isAnyRunning()) {
        Ended last = next();
        synchronized (this) {
          running.remove(last.branch());
        }
      }
    }

    private synchronized boolean isAnyRunning() {
      return !running.isEmpty();
    }

    private synchronized void cancelAll() {
      running.values().forEach(Cancellation::request);
    }

    private void startSome() {
      Optional<String> enough = enough();
      if (enough.isPresent()) {
        cancelAll();
      }
      while (mayStart()) {
        Branch branch = waiting.remove();
        if (enough.isPresent() && !run.folder().hasBranch(attempt, branch)) {
          complete(
              BranchResult.neverBegun(branch.id(), firstFact(branch).baseCommit(), enough.get()),
              Totals.NONE);
        } else {
          start(branch, enough.isPresent());
        }
      }
    }

    private synchronized boolean mayStart() {
      boolean room = fanOut.maxParallel() == 0 || running.size() < fanOut.maxParallel();
      return room && !waiting.isEmpty() && trouble.isEmpty() && !run.cancellation().isRequested();
    }

    /**
     * Starts a branch. One that is not needed any more but had begun before a crash is started only
     * to be ended properly.
     */
    private void start(Branch branch, boolean canceled) {
      RunEvent.RunStarted started = firstFact(branch);
      run.recorder()
          .append(
              new RunEvent.BranchStarted(attempt, branch, started.runId(), started.runBranch()));
      Cancellation cancellation = new Cancellation();
      synchronized (this) {
        running.put(branch, cancellation); // from here on somebody waits for its thread
      }
      if (canceled || run.cancellation().isRequested()) {
        cancellation.request();
      }
      Thread.ofVirtual()
          .name(started.runId().text())
          .start(() -> ended.add(driven(branch, started, cancellation)));
    }

    private Ended driven(Branch branch, RunEvent.RunStarted started, Cancellation cancellation) {
      try {
        return drive(branch, started, cancellation);
      } catch (RuntimeException | Error e) {
        return new Ended.Broken(branch, e); // for the run's own thread to throw
      }
    }

    private Ended drive(Branch branch, RunEvent.RunStarted started, Cancellation cancellation) {
      try (RunFolder folder = run.folder().branch(attempt, branch, started)) {
        return drive(
            folder, branch, started, Preparation.of(run.tools().setup(), folder), cancellation);
      }
    }

    private Ended drive(
        RunFolder folder,
        Branch branch,
        RunEvent.RunStarted started,
        Preparation preparation,
        Cancellation cancellation) {
      try (Workspace files =
          run.workspace()
              .fork(
                  started.runId(),
                  started.runBranch(),
                  started.baseCommit(),
                  folder.manifest().worktree(),
                  cancellation)) {
        RunLoop loop =
            new RunLoop(
                run.inner(branch.id(), run.pipeline(), folder, files, preparation, cancellation));
        // Where the run was made again from its record, what is on the branch came after that.
        loop.beginOrResume(() -> files.beginAt(started.baseCommit()));
        return new Ended.Regularly(branch, loop.state(), BranchRun.said(loop.state()));
      }
    }

    /** Waits for the next branch to end. An interrupt is a wish to end the run. */
    private Ended next() {
      boolean interrupted = false;
      try {
        while (true) {
          try {
            return ended.take();
          } catch (InterruptedException e) {
            interrupted = true;
            run.cancellation().request();
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    /** Returns the branch if it is over and its files are not needed any more. */
    private Optional<Branch> hear(Ended next) {
      synchronized (this) {
        running.remove(next.branch());
      }
      return switch (next) {
        case Ended.Broken(Branch _, Throwable e) -> {
          if (trouble.isEmpty()) {
            trouble = Optional.of(e);
          } else {
            trouble.get().addSuppressed(e);
          }
          cancelAll();
          yield Optional.empty();
        }
        case Ended.Regularly(Branch branch, RunState state, String said) -> {
          Optional<BranchResult> found = result(branch, state);
          found.ifPresent(result -> {
            run.folder().keepSaid(attempt, branch, said);
            complete(result.saying(said), state.totals());
          });
          yield found.map(_ -> branch);
        }
      };
    }

    /** A branch that was stopped although it is still needed has no result: it will go on. */
    private Optional<BranchResult> result(Branch branch, RunState state) {
      BranchResult result = BranchRun.result(state, branch);
      boolean stopped = state.end().filter(end -> end instanceof RunEnd.Canceled).isPresent();
      return stopped ? enough().map(result::unneeded) : Optional.of(result);
    }

    private void complete(BranchResult result, Totals totals) {
      run.recorder().append(new RunEvent.BranchCompleted(attempt, result, totals));
    }

    /** Returns why they stay, if they do. */
    private Optional<String> discardFiles(Branch branch) {
      RunEvent.RunStarted first = firstFact(branch);
      return run.workspace()
          .discardFork(
              first.runId(), first.baseCommit(), run.folder().branchWorktree(attempt, branch));
    }
  }

  private static void rethrow(Throwable trouble) {
    switch (trouble) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(trouble);
    }
  }
}
