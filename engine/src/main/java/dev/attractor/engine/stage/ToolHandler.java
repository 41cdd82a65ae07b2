package dev.attractor.engine.stage;

import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.runfolder.StageFolder.LineLog;
import dev.attractor.ports.runfolder.StageInvocation;
import dev.attractor.ports.runfolder.StatusWatch;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessSpec;
import dev.attractor.ports.stage.StageHandler;
import dev.attractor.ports.stage.StageRequest;
import dev.attractor.ports.stage.StageResult;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a shell command in the worktree (SEMANTICS §2, §3). */
public final class ToolHandler implements StageHandler {
  private final ProcessSupervisor processes;
  private final StageEnvironment environment;

  @Inject
  ToolHandler(ProcessSupervisor processes, StageEnvironment environment) {
    this.processes = processes;
    this.environment = environment;
  }

  @Override
  public NodeKind kind() {
    return NodeKind.TOOL;
  }

  @Override
  public StageResult execute(StageRequest request) {
    String command = request.node().attributes().text("tool_command");
    Optional<Duration> timeout = StageTimeout.of(request);
    ProcessSpec spec =
        ProcessSpec.of(
                List.of("/bin/sh", "-c", command), request.worktree(), environment.forTool(request))
            .withTimeout(timeout)
            .recordedIn(request.folder().processRecord());
    StatusWatch status = request.folder().watchStatus(request.worktree(), request.ownFiles());
    CommandOutput output = new CommandOutput(request.folder().redactor());
    ProcessResult result;
    try (LineLog stdout = request.folder().log(RunLayout.STDOUT);
        LineLog stderr = request.folder().log(RunLayout.STDERR);
        Heartbeat heartbeat = Heartbeat.of(request)) {
      result =
          processes.run(
              spec, heartbeat.hearing(output.alsoTo(stdout, stderr)), request.cancellation());
    }
    request.folder().record(new StageInvocation.OfTool(spec, result));
    Outcome outcome =
        switch (status.read()) {
          case StatusWatch.Malformed malformed -> StatusContract.malformed(malformed);
          case StatusWatch.Found(String _, var report) ->
              wasEnded(result) ? byExit(result, output) : report.toOutcome();
          case StatusWatch.Missing _ -> byExit(result, output);
        };
    return StageResult.of(outcome.withContext(Map.of("tool.output", output.tail())));
  }

  /** A command that had no chance to end by itself may have left a report from before. */
  private static boolean wasEnded(ProcessResult result) {
    return !(result.end() instanceof ProcessResult.Exited);
  }

  private static Outcome byExit(ProcessResult result, CommandOutput output) {
    return switch (result.end()) {
      case ProcessResult.Exited(int code) when code == 0 -> Outcome.success();
      case ProcessResult.Exited(int code) ->
          Outcome.fail(
              Failure.unclassified(
                  output
                      .firstUsefulLine()
                      .map(line -> "exit code %d: %s".formatted(code, line))
                      .orElse("exit code " + code),
                  "exit code " + code));
      case ProcessResult.NotStarted(String why) ->
          Outcome.fail(Failure.of(FailureClass.DETERMINISTIC, why, "not started"));
      case ProcessResult.Stopped(ProcessResult.Reason reason) ->
          switch (reason) {
            case TIMEOUT, IDLE ->
                Outcome.fail(
                    Failure.of(
                        FailureClass.TRANSIENT_INFRA,
                        "the command was ended after %d ms: timeout"
                            .formatted(result.duration().toMillis()),
                        "timeout"));
            case CANCELED, ENOUGH ->
                Outcome.fail(
                    Failure.of(FailureClass.CANCELED, "the command was canceled", "canceled"));
          };
    };
  }
}
