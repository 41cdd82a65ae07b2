package dev.attractor.engine.usecase;

import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.BranchRun;
import dev.attractor.domain.run.Instruction;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.engine.agent.AgentChoice;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.config.LlmConfig;
import dev.attractor.ports.people.Tokens;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.runfolder.RunStore;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.TellRuns;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells the agents of runs something, from another process than their driver. */
public final class RunTelling implements TellRuns {
  private final RunStore store;
  private final InspectRuns inspector;
  private final PipelineChecks checks;
  private final PluginCatalog plugins;
  private final Tokens tokens;

  @Inject
  RunTelling(
      RunStore store,
      InspectRuns inspector,
      PipelineChecks checks,
      PluginCatalog plugins,
      Tokens tokens) {
    this.store = store;
    this.inspector = inspector;
    this.checks = checks;
    this.plugins = plugins;
    this.tokens = tokens;
  }

  /** A run, or one inside it, that is not over. */
  private record Open(RunSnapshot run, RunState state, ValidPipeline pipeline, boolean holds) {
    boolean isAt(NodeId node) {
      return state.phase().node().equals(Optional.of(node));
    }

    boolean isLast(List<Open> open) {
      return equals(open.getLast());
    }

    /** Returns whether it can come to an agent there, or is at one. */
    boolean mayHear(NodeId node) {
      return Ahead.hasAgent(
          pipeline, state.phase().node().orElseGet(() -> pipeline.start().id()), node);
    }
  }

  @Override
  public List<Told> tell(Path location, Optional<NodeId> node, String text) {
    if (text.isBlank()) {
      throw AttractorException.usage(
          "nothing is said", "say it in quotes: attractor tell RUN \"use the other library\"");
    }
    if (text.length() > Instruction.LONGEST) {
      throw AttractorException.usage(
          "what is said has %d characters".formatted(text.length()),
          "at most %d are handed on; put the rest into a file and name that"
              .formatted(Instruction.LONGEST));
    }
    RunSnapshot run = store.inspect(location);
    List<Open> open = new ArrayList<>();
    addOpen(open, run, pipelineOf(run));
    if (open.isEmpty()) {
      throw AttractorException.usage(
          "the run in %s is over: nobody is left to be told".formatted(location),
          "begin another one");
    }
    List<Open> heard = heardBy(open, node);
    // Those inside are told what the run is told.
    store.tell(location, new Instruction(tokens.draw(), Instruction.PERSON, node, text));
    LlmConfig llm = store.config(location).llm();
    return heard.stream().map(one -> told(one, run.running(), llm)).toList();
  }

  private ValidPipeline pipelineOf(RunSnapshot run) {
    return switch (checks.validate(run.source())) {
      case Compilation.Compiled compiled -> compiled.pipeline();
      case Compilation.Rejected(var diagnostics) ->
          throw AttractorException.usage(
              "this version does not accept the pipeline of the run in %s: %s"
                  .formatted(run.location(), diagnostics.getFirst().message()),
              "use the version that began it, %s".formatted(run.manifest().version()));
    };
  }

  /** Those inside come first: they are who is at work. */
  private void addOpen(List<Open> open, RunSnapshot run, ValidPipeline pipeline) {
    RunState state = JournalFold.of(run.location(), run.entries());
    if (state.end().filter(RunEnd::isFinal).isPresent()) {
      return;
    }
    int before = open.size();
    for (RunSnapshot inner : inspector.inside(run)) {
      if (inner.entries().getFirst().event() instanceof RunEvent.RunStarted started) {
        BranchRun.pipelineOf(started, pipeline).ifPresent(own -> addOpen(open, inner, own));
      }
    }
    open.add(new Open(run, state, pipeline, open.size() > before));
  }

  /**
   * Without a stage: all that are at work, and the run itself, for its later stages. With one:
   * those that are there now, else all that can still come there.
   */
  private static List<Open> heardBy(List<Open> open, Optional<NodeId> node) {
    if (node.isEmpty()) {
      return open.stream().filter(one -> !one.holds() || one.isLast(open)).toList();
    }
    NodeId wanted = node.get();
    List<Open> there =
        open.stream().filter(one -> one.isAt(wanted) && one.mayHear(wanted)).toList();
    List<Open> later = open.stream().filter(one -> one.mayHear(wanted)).toList();
    if (later.isEmpty()) {
      throw AttractorException.usage(
          "no agent of the run comes to a stage %s any more".formatted(wanted),
          "attractor logs tells its stages; leave NODE out to tell all agents to come");
    }
    return there.isEmpty() ? later : there;
  }

  private Told told(Open one, boolean running, LlmConfig llm) {
    Optional<AgentProvider> agent = running && !one.holds() ? agentAt(one, llm) : Optional.empty();
    When when =
        !running
            ? When.WHEN_RESUMED
            : agent
                .map(found -> found.keepsSessions() ? When.NOW : When.AFTER_THIS_ONE)
                .orElse(When.NEXT);
    return new Told(
        one.run().manifest().runId(),
        one.state().phase().node(),
        agent.map(AgentProvider::name),
        when);
  }

  /** The agent that is at work: another may have taken over from it, which its name tells. */
  private Optional<AgentProvider> agentAt(Open one, LlmConfig llm) {
    return one.state()
        .openAttempt()
        .map(Attempt::nodeId)
        .flatMap(one.pipeline().graph()::find)
        .filter(Node::asksAgent)
        .flatMap(node ->
            plugins.agentProvider(
                AgentChoice.withSubstitutes(one.pipeline().graph(), node, llm, plugins)
                    .getFirst()
                    .provider()));
  }
}
