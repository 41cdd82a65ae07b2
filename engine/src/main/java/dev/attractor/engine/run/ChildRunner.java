package dev.attractor.engine.run;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.AgentWork;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.ChildRun;
import dev.attractor.domain.run.Instruction;
import dev.attractor.domain.run.Phase;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.supervision.Supervision;
import dev.attractor.domain.supervision.Supervision.Decision;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.StageFolder;
import dev.attractor.ports.stage.StageRequest;
import dev.attractor.ports.stage.StageResult;
import dev.attractor.ports.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Looks after the child of a manager: a run of another pipeline, with a journal and files of its
 * own, driven by the same loop in a thread of its own (SEMANTICS §7a). What the manager sees and
 * decides is written down cycle by cycle, so that one that was killed goes on with the same child.
 */
final class ChildRunner {
  private final OpenRun run;

  ChildRunner(OpenRun run) {
    this.run = run;
  }

  /** Returns the first fact of the child that an attempt looks after. */
  static RunEvent.RunStarted firstFact(OpenRun run, Attempt manager) {
    return ChildRun.begin(
        run.state(),
        manager,
        run.pipeline().part(manager.nodeId()),
        run.folder().config().git().runBranchPrefix(),
        run.folder().config().variables());
  }

  /** Looks after the child until it has ended, or the end of the run is asked for. */
  void run(Attempt manager, Supervision supervision) {
    new Watch(manager, supervision).keep();
  }

  /** One manager at work. */
  private final class Watch {
    private final Attempt manager;
    private final Supervision supervision;
    private final RunEvent.RunStarted started;
    private final StageFolder stage;
    private final Cancellation child = new Cancellation();

    /** Is requested when there is something to do before the time of the next look has come. */
    private final Cancellation wake = new Cancellation();

    Watch(Attempt manager, Supervision supervision) {
      this.manager = manager;
      this.supervision = supervision;
      this.started = firstFact(run, manager);
      this.stage = run.folder().stage(manager, run.state().restarts());
    }

    private Phase.Supervising phase() {
      return (Phase.Supervising) run.state().phase();
    }

    void keep() {
      endLeftOfAgent();
      ValidPipeline.Part part = run.pipeline().part(manager.nodeId());
      try (RunFolder folder = run.folder().child(stage, part.source(), started);
          Workspace files =
              run.workspace()
                  .fork(
                      started.runId(),
                      started.runBranch(),
                      started.baseCommit(),
                      run.folder().childWorktree(stage),
                      child)) {
        LastHeard heard = new LastHeard(run.tools().clock().instant());
        RunLoop loop =
            new RunLoop(
                run.inner(
                    heard.before(run.observer().inner(manager.nodeId().value(), started.runId())),
                    part.pipeline(),
                    folder,
                    files,
                    Preparation.of(run.tools().setup(), folder),
                    child));
        CompletableFuture<RunState> end = new CompletableFuture<>();
        try (Cancellation.Registration _ = run.cancellation().onRequest(this::stop)) {
          Thread.ofVirtual().name(started.runId().text()).start(() -> drive(loop, files, end));
          while (!end.isDone()) {
            tellUntold(folder);
            if (phase().stopping() || !supervision.mayGoOn(phase().cycles())) {
              stop();
            }
            look(loop, heard, folder, end);
          }
        } finally {
          stop(); // as where the manager cannot go on, on a full disk
          await(end);
        }
        tellUntold(folder);
        ChildRun.ended(phase(), supervision, result(end)).ifPresent(run.recorder()::append);
      }
    }

    /** A dead driver may have left the agent at work that was asked what to tell the child. */
    private void endLeftOfAgent() {
      StageFolder asked = run.folder().steering(stage, manager, phase().cycles() + 1);
      if (run.tools().processes().endLeftover(asked.processRecord())) {
        run.recorder()
            .append(
                new RunEvent.Warning(
                    "ended the agent of %s, which the dead driver had left at work"
                        .formatted(manager)));
      }
    }

    private void stop() {
      child.request();
      wake.request();
    }

    private void drive(RunLoop loop, Workspace files, CompletableFuture<RunState> end) {
      try {
        loop.beginOrResume(() -> files.beginAt(started.baseCommit()));
        end.complete(loop.state());
      } catch (RuntimeException | Error e) {
        end.completeExceptionally(e); // for the run's own thread to throw
      } finally {
        wake.request();
      }
    }

    private void look(
        RunLoop loop, LastHeard heard, RunFolder folder, CompletableFuture<RunState> end) {
      if (child.isRequested()) {
        await(end);
        return;
      }
      run.tools().sleeper().sleep(supervision.pollInterval(), wake);
      if (wake.isRequested()) {
        return;
      }
      int cycle = phase().cycles() + 1;
      RunState state = loop.state();
      Map<String, String> seen = seen(loop, heard, folder);
      Decision decision =
          supervision.decide(cycle, phase().lastAsked(), ChildRun.facts(seen, run.state()));
      Said said =
          switch (decision) {
            case OBSERVE, STOP -> Said.NOTHING;
            case STEER -> ask(cycle, new StageRequest.Steering(seen, state, folder.location()));
          };
      run.recorder()
          .append(
              new RunEvent.ManagerCycle(
                  manager, cycle, seen, decision, said.instruction(), said.agent()));
    }

    private Map<String, String> seen(RunLoop loop, LastHeard heard, RunFolder folder) {
      Instant now = run.tools().clock().instant();
      return ChildRun.seen(
          loop.state(),
          folder.isAsking(),
          atLeastZero(Duration.between(folder.manifest().startedAt(), now)),
          atLeastZero(Duration.between(heard.at(), now)));
    }

    /** A clock may have been put back. */
    private static Duration atLeastZero(Duration duration) {
      return duration.isNegative() ? Duration.ZERO : duration;
    }

    /** What a killed driver had decided to tell is told now; telling it twice changes nothing. */
    private void tellUntold(RunFolder folder) {
      for (Instruction instruction : phase().untold()) {
        folder.tell(instruction);
        run.recorder().append(new RunEvent.Steered(instruction, Optional.of(started.runId())));
      }
    }

    private Said ask(int cycle, StageRequest.Steering question) {
      StageFolder folder = run.folder().steering(stage, manager, cycle);
      folder.begin();
      Node node = run.pipeline().node(manager.nodeId());
      StageResult answer =
          run.tools()
              .handler(node.kind())
              .orElseThrow(() -> new IllegalStateException("nobody asks the agents of managers"))
              .execute(
                  new StageRequest(
                      run.pipeline(),
                      node,
                      manager,
                      run.state(),
                      run.workspace().folder(),
                      Set.of(),
                      folder,
                      run.folder().config(),
                      wake,
                      Optional.of(question),
                      List::of, // it works for the manager, not for the run
                      run.recorder()::append));
      AgentWork agent = new AgentWork(answer.usage(), answer.session());
      Outcome outcome = answer.outcome();
      outcome
          .failure()
          .filter(_ -> !outcome.isCanceled())
          .ifPresent(failure ->
              run.recorder()
                  .append(
                      new RunEvent.Warning(
                          "the agent of %s has said nothing in cycle %d: %s"
                              .formatted(manager, cycle, failure.reason()))));
      return new Said(
          outcome.status().isFailure() ? Optional.empty() : instruction(cycle, outcome.notes()),
          agent);
    }

    private Optional<Instruction> instruction(int cycle, String text) {
      return text.isBlank()
          ? Optional.empty()
          : Optional.of(
              new Instruction(
                  "%s-c%d".formatted(manager.asName(), cycle),
                  run.id().text(),
                  Optional.empty(),
                  text.strip()));
    }

    /** Waits for the end. An interrupt is a wish to end the run. */
    private void await(CompletableFuture<RunState> end) {
      boolean interrupted = false;
      while (!end.isDone()) {
        try {
          end.get();
        } catch (InterruptedException e) {
          interrupted = true;
          run.cancellation().request();
        } catch (ExecutionException e) {
          break; // result() throws it
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private static RunState result(CompletableFuture<RunState> end) {
      return switch (end.state()) {
        case SUCCESS -> end.resultNow();
        case FAILED -> throw thrown(end.exceptionNow());
        case RUNNING, CANCELLED -> throw new IllegalStateException("the child has not ended");
      };
    }

    private static RuntimeException thrown(Throwable trouble) {
      return switch (trouble) {
        case RuntimeException e -> e;
        case Error e -> throw e;
        default -> new IllegalStateException(trouble);
      };
    }
  }

  /** What an agent has said that was asked what to tell the child. */
  private record Said(Optional<Instruction> instruction, AgentWork agent) {
    static final Said NOTHING = new Said(Optional.empty(), AgentWork.NONE);
  }
}
