package dev.attractor.engine.agent;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.agent.AgentSession;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.prompt.Preamble;
import dev.attractor.domain.prompt.Variables;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.engine.plugins.PluginWork;
import dev.attractor.engine.stage.BoundRuntime;
import dev.attractor.engine.stage.Heartbeat;
import dev.attractor.engine.stage.StageEnvironment;
import dev.attractor.engine.stage.StageTimeout;
import dev.attractor.engine.stage.StatusContract;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.runfolder.StageFolder;
import dev.attractor.ports.runfolder.StageFolder.LineLog;
import dev.attractor.ports.runfolder.StageInvocation;
import dev.attractor.ports.runfolder.StatusWatch;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AgentResult;
import dev.attractor.ports.spi.AgentRuntime;
import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.stage.StageHandler;
import dev.attractor.ports.stage.StageRequest;
import dev.attractor.ports.stage.StageResult;
import dev.attractor.ports.time.MonotonicClock;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has a coding agent work on a prompt, through its provider. */
public final class AgentHandler implements StageHandler {
  private final PluginCatalog plugins;
  private final ProcessSupervisor processes;
  private final StageEnvironment environment;
  private final HostEnvironment host;
  private final Prices prices;
  private final MonotonicClock clock;

  @Inject
  AgentHandler(
      PluginCatalog plugins,
      ProcessSupervisor processes,
      StageEnvironment environment,
      HostEnvironment host,
      Prices prices,
      MonotonicClock clock) {
    this.plugins = plugins;
    this.processes = processes;
    this.environment = environment;
    this.host = host;
    this.prices = prices;
    this.clock = clock;
  }

  @Override
  public NodeKind kind() {
    return NodeKind.AGENT;
  }

  @Override
  public StageResult execute(StageRequest request) {
    return execute(request, "");
  }

  /**
   * Executes a stage whose prompt is followed by a text of the engine's.
   *
   * @param briefing may be empty
   */
  StageResult execute(StageRequest request, String briefing) {
    List<AgentChoice> choices =
        AgentChoice.withSubstitutes(
            request.pipeline().graph(), request.node(), request.config().llm(), plugins);
    Usage used = Usage.NONE;
    Answered answered = ask(choices.getFirst(), request, briefing);
    for (int i = 1; i < choices.size() && answered.mayBeTakenOver(request); i++) {
      used = used.plus(answered.result().usage());
      takeOver(choices.get(i - 1), choices.get(i), answered.trouble().orElseThrow(), request);
      answered = ask(choices.get(i), request, briefing);
    }
    StageResult result = answered.result();
    return new StageResult(result.outcome(), used.plus(result.usage()), result.session());
  }

  /**
   * What an agent made of the stage.
   *
   * @param trouble a failure of the agent itself, not one it reported about its task
   */
  private record Answered(StageResult result, Optional<Failure> trouble) {
    /** Another agent cannot heal what is wrong with the task, and does not ignore a stop. */
    boolean mayBeTakenOver(StageRequest request) {
      return !request.cancellation().isRequested()
          && trouble
              .map(Failure::failureClass)
              .filter(found ->
                  found == FailureClass.TRANSIENT_INFRA || found == FailureClass.BUDGET_EXHAUSTED)
              .isPresent();
    }
  }

  private static void takeOver(
      AgentChoice from, AgentChoice to, Failure trouble, StageRequest request) {
    request.folder().setAside(from.provider());
    request
        .notes()
        .accept(
            new RunEvent.ProviderFailover(
                request.attempt(), from.toString(), to.toString(), trouble));
  }

  private Answered ask(AgentChoice choice, StageRequest request, String briefing) {
    Optional<AgentProvider> provider = plugins.agentProvider(choice.provider());
    if (provider.isEmpty()) {
      Failure unknown =
          Failure.of(
              FailureClass.DETERMINISTIC,
              "there is no agent provider '%s'".formatted(choice.provider()));
      return new Answered(StageResult.of(Outcome.fail(unknown)), Optional.of(unknown));
    }
    Continuation thread = Continuation.of(request, provider.get().name());
    AgentTask task = task(request, provider.get(), choice, thread, briefing);
    HookedAttributes.warning(task, provider.get())
        .ifPresent(warning -> request.notes().accept(new RunEvent.Warning(warning)));
    StatusWatch status = request.folder().watchStatus(request.worktree(), request.ownFiles());
    AgentResult result = work(provider.get(), task, request);
    keep(request.folder(), provider.get(), task, result);
    Outcome outcome =
        outcome(request, result, status.read())
            .withContext(Map.of("last_response", result.response()));
    return new Answered(
        new StageResult(
            outcome,
            result.usage(),
            result.session().map(id -> new AgentSession(thread.sessionKey(), id))),
        result.failure());
  }

  private static void keep(
      StageFolder folder, AgentProvider provider, AgentTask task, AgentResult result) {
    folder.write(RunLayout.RESPONSE, result.response());
    result
        .invocation()
        .ifPresent(invocation ->
            folder.record(
                new StageInvocation.OfAgent(
                    provider.name(),
                    task.model(),
                    task.directory(),
                    invocation,
                    result.session().orElse(""),
                    result.usage())));
  }

  private AgentTask task(
      StageRequest request,
      AgentProvider provider,
      AgentChoice choice,
      Continuation thread,
      String briefing) {
    StageFolder folder = request.folder();
    String preamble = Preamble.of(thread.fidelity(), PastWork.facts(request, thread.fidelity()));
    Map<String, String> variables = new LinkedHashMap<>(request.config().variables());
    variables.put("goal", request.pipeline().graph().goal());
    request.state().item().ifPresent(item -> variables.putAll(item.variables()));
    String own = request.node().attributes().text("prompt");
    String prompt =
        preamble
            + "\n## Your task\n"
            + Variables.expand(
                own.isBlank() ? request.node().label() : own, variables, request.state()::fact)
            + "\n"
            + briefing;
    folder.write(RunLayout.PREAMBLE, preamble);
    folder.write(RunLayout.PROMPT, prompt);
    return new AgentTask(
        request.node().id().value(),
        request.attempt().visit(),
        request.attempt().number(),
        prompt,
        choice.model().isEmpty() ? provider.defaultModel() : choice.model(),
        request.node().attributes().text("reasoning_effort"),
        HookedAttributes.of(request),
        request.worktree(),
        folder.path().resolve(RunLayout.SCRATCH),
        folder.agentHome(provider.name()),
        folder.statusPath(),
        environment.forAgent(request),
        thread.session(),
        StageTimeout.of(request),
        StageTimeout.ofSilence(request),
        request.config().llm().provider(provider.name(), host.variables()));
  }

  /** Has the provider work, turn by turn; what it does not know of the cost, the catalog does. */
  private AgentResult work(AgentProvider provider, AgentTask task, StageRequest request) {
    ModelHeard heard = new ModelHeard(task.model());
    Conversation conversation = new Conversation(provider, request, clock);
    try (LineLog stdout = request.folder().log(RunLayout.STDOUT);
        LineLog stderr = request.folder().log(RunLayout.STDERR);
        LineLog events = request.folder().log(RunLayout.EVENTS);
        AgentNotes notes =
            new AgentNotes(request.attempt(), request.folder().redactor(), request.notes());
        Heartbeat heartbeat = Heartbeat.of(request)) {
      AgentResult result =
          conversation.hold(
              task,
              (turn, agent) -> {
                Patience patience = new Patience(request.config().limits().llmRetries(), agent);
                AgentRuntime runtime =
                    new BoundRuntime(
                        processes,
                        agent,
                        Optional.of(request.folder().processRecord()),
                        host.variables(),
                        event -> {
                          heard.hear(event);
                          patience.hear(event);
                          conversation.hear(event);
                          notes.hear(event);
                          events.event(event);
                        },
                        (stream, line) -> {
                          heartbeat.line();
                          switch (stream) {
                            case STDOUT -> stdout.line(line);
                            case STDERR -> stderr.line(line);
                          }
                        },
                        warning -> request.notes().accept(new RunEvent.Warning(warning)));
                return patience.judge(
                    new PluginWork(
                            "the provider " + provider.name(),
                            turn.timeout(),
                            agent,
                            warning -> request.notes().accept(new RunEvent.Warning(warning)))
                        .result(() -> provider.run(turn, runtime), AgentResult::failed));
              });
      return prices.complete(result, heard.model(), request.folder().catalog());
    }
  }

  /** Which model the agent says it asks. */
  private static final class ModelHeard {
    private volatile String model;

    ModelHeard(String asked) {
      this.model = asked;
    }

    void hear(AgentEvent event) {
      if (event instanceof AgentEvent.SessionStarted(String _, String said) && !said.isEmpty()) {
        model = said;
      }
    }

    String model() {
      return model;
    }
  }

  /** The rules of SEMANTICS §3 for agent stages. */
  private static Outcome outcome(
      StageRequest request, AgentResult result, StatusWatch.Reading status) {
    Optional<Failure> failure = result.failure();
    if (failure.isPresent()) {
      return Outcome.fail(failure.get());
    }
    return switch (status) {
      case StatusWatch.Malformed malformed -> StatusContract.malformed(malformed);
      case StatusWatch.Found(String _, var report) -> report.toOutcome();
      case StatusWatch.Missing _ ->
          (result.confirmed() && !result.response().isBlank()) // silence is no confirmation
                  || request.node().attributes().flag("auto_status", false)
              ? Outcome.success()
              : StatusContract.missing();
    };
  }
}
