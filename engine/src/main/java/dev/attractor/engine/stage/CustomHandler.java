package dev.attractor.engine.stage;

import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.engine.plugins.PluginWork;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.runfolder.StageFolder.LineLog;
import dev.attractor.ports.spi.CustomStageHandler;
import dev.attractor.ports.spi.StageRuntime;
import dev.attractor.ports.spi.StageTask;
import dev.attractor.ports.stage.StageHandler;
import dev.attractor.ports.stage.StageRequest;
import dev.attractor.ports.stage.StageResult;
import jakarta.inject.Inject;
import java.util.Optional;

/** Has a plugin execute a stage of a type it adds. */
public final class CustomHandler implements StageHandler {
  private final PluginCatalog plugins;
  private final ProcessSupervisor processes;
  private final StageEnvironment environment;
  private final HostEnvironment host;

  @Inject
  CustomHandler(
      PluginCatalog plugins,
      ProcessSupervisor processes,
      StageEnvironment environment,
      HostEnvironment host) {
    this.plugins = plugins;
    this.processes = processes;
    this.environment = environment;
    this.host = host;
  }

  @Override
  public NodeKind kind() {
    return NodeKind.CUSTOM;
  }

  @Override
  public StageResult execute(StageRequest request) {
    return StageResult.of(
        plugins
            .stageHandler(request.node().type())
            .map(handler -> execute(handler, request))
            .orElseGet(() ->
                Outcome.fail(
                    FailureClass.STRUCTURAL,
                    "no plugin here runs stages of type " + request.node().type())));
  }

  private Outcome execute(CustomStageHandler handler, StageRequest request) {
    Cancellation attempt = new Cancellation();
    StageTask task = task(request);
    try (Cancellation.Registration _ = request.cancellation().onRequest(attempt::request);
        LineLog stdout = request.folder().log(RunLayout.STDOUT);
        LineLog stderr = request.folder().log(RunLayout.STDERR)) {
      StageRuntime runtime =
          new BoundRuntime(
              processes,
              attempt,
              Optional.of(request.folder().processRecord()),
              host.variables(),
              _ -> {},
              (stream, line) -> {
                switch (stream) {
                  case STDOUT -> stdout.line(line);
                  case STDERR -> stderr.line(line);
                }
              },
              _ -> {});
      return new PluginWork(
              "the stage type " + handler.type(),
              task.timeout(),
              attempt,
              warning -> request.notes().accept(new RunEvent.Warning(warning)))
          .result(() -> handler.execute(task, runtime), Outcome::fail)
          .reported();
    }
  }

  private StageTask task(StageRequest request) {
    return new StageTask(
        request.node().id().value(),
        request.attempt().visit(),
        request.attempt().number(),
        request.node().attributes().values(),
        request.state().context(),
        request.worktree(),
        request.folder().path().resolve(RunLayout.SCRATCH),
        environment.forTool(request),
        StageTimeout.of(request));
  }
}
