package dev.attractor.engine.run;

import dev.attractor.domain.agent.AgentSession;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.PipelineCompiler;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.lint.StandardRules;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.source.SourceText;
import dev.attractor.engine.stage.SetupCommands;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.journal.JournalFormat;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.DetachedProgram;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessSpec;
import dev.attractor.ports.stage.StageHandler;
import dev.attractor.ports.stage.StageRequest;
import dev.attractor.ports.stage.StageResult;
import dev.attractor.ports.usecase.RunObserver;
import dev.attractor.testkit.memory.MemoryRunFolder;
import dev.attractor.testkit.memory.MemoryWorkspace;
import dev.attractor.testkit.memory.Seam;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A run in memory: stages do what a function of their attempt says, and write a file each. The
 * folder and the workspace outlive its drivers, so a driver can be made to crash and another to go
 * on.
 */
final class MemoryRun {
  private final ValidPipeline pipeline;
  private final Function<Attempt, Outcome> outcomes;
  private final MemoryRunFolder folder;
  private final MemoryWorkspace workspace = new MemoryWorkspace();
  private final List<Executed> executed = new CopyOnWriteArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private Cancellation cancellation = new Cancellation();
  private Seam seam = Seam.unbroken();

  MemoryRun(String dot, Function<Attempt, Outcome> outcomes) {
    this(new PipelineSource(new SourceText("test.dot", dot), Map.of()), outcomes);
  }

  MemoryRun(PipelineSource source, Function<Attempt, Outcome> outcomes) {
    this.pipeline = compile(source);
    this.outcomes = outcomes;
    Manifest manifest =
        new Manifest(
            new RunId("run"),
            "test",
            "",
            Path.of("/repo"),
            "base",
            new BranchName("run/branch"),
            Path.of("/memory/worktree"),
            Instant.EPOCH,
            "test",
            "digest");
    this.folder =
        new MemoryRunFolder(
            manifest,
            source,
            RunConfig.DEFAULT,
            new RunEvent.RunStarted(
                new RunId("run"),
                "test",
                pipeline.start().id(),
                "digest",
                "base",
                new BranchName("run/branch"),
                Map.of(),
                Optional.empty()));
    heal();
  }

  static ValidPipeline compile(PipelineSource source) {
    return switch (new PipelineCompiler(StandardRules.all()).compile(source)) {
      case Compilation.Compiled compiled -> compiled.pipeline();
      case Compilation.Rejected rejected ->
          throw new AssertionError("rejected: " + rejected.diagnostics());
    };
  }

  /** Drives with a new driver, as after a start of the program. */
  RunEnd drive() {
    cancellation = new Cancellation();
    return RunDriver.toItsEnd(loop(), RunLoop::beginOrResume, cancellation);
  }

  private RunLoop loop() {
    SetupCommands setup =
        new SetupCommands(
            new NoProcesses(), new HostEnvironment(Map.of(), Path.of("/home"), Path.of("/")));
    RunTools tools =
        new RunTools(
            EnumSet.complementOf(
                    EnumSet.of(
                        NodeKind.START,
                        NodeKind.EXIT,
                        NodeKind.CONDITIONAL,
                        NodeKind.PARALLEL,
                        NodeKind.PIPELINE))
                .stream()
                .map(MemoryHandler::new)
                .collect(Collectors.toUnmodifiableSet()),
            new NoProcesses(),
            setup,
            InstantSource.fixed(Instant.EPOCH),
            () -> Duration.ZERO,
            (pause, _) -> pauses.add(pause),
            () -> 0.5,
            new FactText(),
            new Lines());
    return new RunLoop(
        OpenRun.outermost(
            tools,
            pipeline,
            folder.open(),
            workspace,
            new RunObserver() {},
            cancellation,
            () -> {}));
  }

  /** Lets the next driver die at the n-th point of contact with the outside world. */
  void crashAt(int n) {
    use(Seam.breakingAt(n));
  }

  /** Lets the next driver live. */
  void heal() {
    use(Seam.unbroken());
  }

  private void use(Seam other) {
    seam = other;
    folder.use(other);
    workspace.use(other);
  }

  int pointsPassed() {
    return seam.passed();
  }

  Cancellation cancellation() {
    return cancellation;
  }

  RunState state() {
    return RunState.fold(folder.facts());
  }

  List<RunEvent> facts() {
    return folder.facts();
  }

  /** Returns the facts of the run and of all runs inside it. */
  List<List<RunEvent>> journals() {
    List<List<RunEvent>> all = new ArrayList<>();
    collect(folder, all);
    return all;
  }

  private static void collect(MemoryRunFolder of, List<List<RunEvent>> all) {
    all.add(of.facts());
    of.inner().forEach(inner -> collect(inner, all));
  }

  MemoryRunFolder folder() {
    return folder;
  }

  MemoryWorkspace workspace() {
    return workspace;
  }

  /** Returns the attempts whose handlers ran, in order, as text. */
  List<String> executed() {
    return executed.stream().map(done -> done.attempt().toString()).toList();
  }

  /** Returns the attempts whose handlers ran in a branch or an inner run, with the run's id. */
  List<String> executedAnywhere() {
    return executed.stream().map(done -> done.runId() + " " + done.attempt()).toList();
  }

  List<Duration> pauses() {
    return pauses;
  }

  ValidPipeline pipeline() {
    return pipeline;
  }

  private record Executed(RunId runId, Attempt attempt) {}

  private final class MemoryHandler implements StageHandler {
    private final NodeKind kind;

    MemoryHandler(NodeKind kind) {
      this.kind = kind;
    }

    @Override
    public NodeKind kind() {
      return kind;
    }

    @Override
    public StageResult execute(StageRequest request) {
      seam.pass();
      executed.add(new Executed(request.runId(), request.attempt()));
      String file =
          request.node().id() + request.state().item().map(item -> "_" + item.index()).orElse("");
      workspace
          .filesIn(request.worktree())
          .merge(file, request.attempt().toString(), (a, b) -> a + "," + b);
      seam.pass();
      return new StageResult(
          outcomes.apply(request.attempt()),
          kind == NodeKind.FAN_IN ? new Usage(3, 0, 2, BigDecimal.ONE) : Usage.NONE,
          Optional.of(new AgentSession(request.node().id().value(), request.attempt().toString())));
    }
  }

  /** Lines nobody reads. */
  private static final class FactText implements JournalFormat {
    @Override
    public String eventOf(JournalEntry entry) {
      return entry.event().getClass().getSimpleName();
    }

    @Override
    public String lineOf(RunId runId, JournalEntry entry) {
      return entry.toString();
    }
  }

  private static final class NoProcesses implements ProcessSupervisor {
    @Override
    public ProcessResult run(
        ProcessSpec spec, ProcessListener listener, Cancellation cancellation) {
      throw new AssertionError("no process starts here: " + spec.argv());
    }

    @Override
    public DetachedProgram startDetached(ProcessSpec spec, Path output) {
      throw new AssertionError("no process starts here: " + spec.argv());
    }

    @Override
    public Optional<Path> locate(ProcessSpec spec) {
      return Optional.empty();
    }

    @Override
    public boolean endLeftover(Path record) {
      return false;
    }

    @Override
    public boolean endMarked(String name, String value) {
      return false;
    }
  }
}
