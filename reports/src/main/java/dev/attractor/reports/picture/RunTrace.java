package dev.attractor.reports.picture;

import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.run.BranchOf;
import dev.attractor.domain.run.Phase;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.RunSnapshot;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a run has left in a picture: folded from its facts and those of its branches.
 *
 * @param states by node; a node that is missing was not reached
 * @param visits how often each node was entered
 * @param passages by the index of the edge
 * @param jumps hops that no edge stands for: failures that went to a retry target
 * @param headline how the run stands
 * @param trouble why it failed; empty when it did not
 */
record RunTrace(
    Map<NodeId, NodeState> states,
    Map<NodeId, Integer> visits,
    Map<Integer, Passage> passages,
    Map<Jump, Integer> jumps,
    String headline,
    String trouble) {

  /**
   * How often an edge was taken.
   *
   * @param failures how often a failure left along it
   */
  record Passage(int times, int failures) {
    private static final Passage NEVER = new Passage(0, 0);

    private Passage plus(boolean failure) {
      return new Passage(times + 1, failures + (failure ? 1 : 0));
    }
  }

  /** A hop that no edge stands for. */
  record Jump(NodeId from, NodeId to) {}

  NodeState stateOf(NodeId node) {
    return states.getOrDefault(node, NodeState.UNREACHED);
  }

  int visitsOf(NodeId node) {
    return visits.getOrDefault(node, 0);
  }

  Passage passageOf(Edge edge) {
    return passages.getOrDefault(edge.index(), Passage.NEVER);
  }

  /** Returns what a run of this pipeline has left. */
  static RunTrace of(Pipeline pipeline, RunSnapshot run) {
    Fold fold = new Fold(pipeline);
    Map<NodeId, NodeState> states = fold.add(run);
    Optional<RunState> state = state(run);
    return new RunTrace(
        states,
        fold.visits,
        fold.passages,
        fold.jumps,
        "run %s: %s".formatted(run.manifest().runId(), standing(run, state)),
        state.flatMap(RunState::end).map(RunTrace::trouble).orElse(""));
  }

  private static Optional<RunState> state(RunSnapshot run) {
    List<RunEvent> facts = run.entries().stream().map(JournalEntry::event).toList();
    return facts.isEmpty() ? Optional.empty() : Optional.of(RunState.fold(facts));
  }

  private static String standing(RunSnapshot run, Optional<RunState> state) {
    return state
        .flatMap(RunState::end)
        .map(end ->
            switch (end) {
              case RunEnd.Succeeded(Optional<NodeId> exit) ->
                  exit.map("succeeded at %s"::formatted).orElse("succeeded");
              case RunEnd.Failed _ -> "failed";
              case RunEnd.Canceled _ -> "canceled, can be resumed";
            })
        .orElse(run.running() ? "running" : "interrupted, can be resumed");
  }

  private static String trouble(RunEnd end) {
    return switch (end) {
      case RunEnd.Succeeded _ -> "";
      case RunEnd.Failed failed -> failed.failure().reason();
      case RunEnd.Canceled(String reason) -> reason;
    };
  }

  /** Adds up a run and its branches. */
  private static final class Fold {
    private final Pipeline pipeline;
    private final Map<NodeId, Integer> visits = new TreeMap<>();
    private final Map<Integer, Passage> passages = new TreeMap<>();
    private final Map<Jump, Integer> jumps = new LinkedHashMap<>();

    Fold(Pipeline pipeline) {
      this.pipeline = pipeline;
    }

    /**
     * Adds what a run did, and returns how its nodes stand. What the run did itself says more than
     * what its branches did, and a later visit of a fan-out more than an earlier one.
     */
    Map<NodeId, NodeState> add(RunSnapshot run) {
      Map<NodeId, NodeState> states = new TreeMap<>();
      Map<Integer, Map<NodeId, NodeState>> byPass = new TreeMap<>();
      for (RunSnapshot branch : run.branches()) {
        Map<NodeId, NodeState> ofBranch = add(branch);
        if (isOver(run, branch)) {
          ofBranch.replaceAll((_, state) -> state.whenOver());
        }
        NodeState.merge(byPass.computeIfAbsent(pass(branch), _ -> new TreeMap<>()), ofBranch);
      }
      byPass.values().forEach(states::putAll);
      state(run)
          .ifPresent(state -> {
            state.visits().here().forEach((node, count) -> visits.merge(node, count, Integer::sum));
            state.origin().branch().ifPresent(branch -> opened(branch, state.origin().startNode()));
            Map<NodeId, CarriedFailure> carried = follow(run);
            state
                .history()
                .outcomes()
                .forEach((node, outcome) ->
                    states.put(node, ended(outcome, Optional.ofNullable(carried.get(node)))));
            atWork(run, state).forEach(states::put);
            state.end().ifPresent(end -> atExit(end).forEach(states::put));
          });
      return states;
    }

    /** Whether the run has gone on without a branch: nobody will drive it any more. */
    private static boolean isOver(RunSnapshot run, RunSnapshot branch) {
      BranchName gitBranch = branch.manifest().runBranch();
      return run.entries().stream()
          .anyMatch(entry ->
              entry.event() instanceof RunEvent.BranchCompleted completed
                  && completed.result().gitBranch().equals(Optional.of(gitBranch)));
    }

    private static int pass(RunSnapshot branch) {
      return state(branch).flatMap(state -> state.origin().branch()).map(BranchOf::pass).orElse(0);
    }

    /** A branch came along the edge that it was opened for. */
    private void opened(BranchOf branch, NodeId first) {
      pipeline.between(branch.fanOuts().getLast(), first).stream()
          .findFirst()
          .ifPresent(edge -> passed(edge, false));
    }

    /** Follows the hops; returns by stage what became of its latest failure. */
    private Map<NodeId, CarriedFailure> follow(RunSnapshot run) {
      Map<NodeId, CarriedFailure> carried = new HashMap<>();
      for (JournalEntry entry : run.entries()) {
        if (entry.event() instanceof RunEvent.EdgeSelected hop) {
          hop(hop.from(), hop.to(), hop.condition(), hop.source(), hop.failure());
          hop.failure().ifPresent(failure -> carried.put(failure.stage(), failure));
        } else if (entry.event() instanceof RunEvent.LoopRestarted hop) {
          hop(hop.from(), hop.to(), hop.condition(), hop.source(), hop.failure());
          hop.failure().ifPresent(failure -> carried.put(failure.stage(), failure));
        }
      }
      return carried;
    }

    private void hop(
        NodeId from,
        NodeId to,
        String condition,
        HopSource source,
        Optional<CarriedFailure> failure) {
      switch (source) {
        case JOIN -> {} // the branches came there, along edges of their own
        case RETRY_TARGET -> jumps.merge(new Jump(from, to), 1, Integer::sum);
        case CONDITIONAL, CHOICE, PREFERRED_LABEL, SUGGESTED_ID, WEIGHT ->
            edge(from, to, condition).ifPresent(edge -> passed(edge, failure.isPresent()));
      }
    }

    private Optional<Edge> edge(NodeId from, NodeId to, String condition) {
      List<Edge> between = pipeline.between(from, to);
      return between.stream()
          .filter(edge -> edge.conditionText().equals(condition.strip()))
          .findFirst()
          .or(() -> between.stream().findFirst());
    }

    private void passed(Edge edge, boolean failure) {
      passages.merge(edge.index(), Passage.NEVER.plus(failure), (sum, _) -> sum.plus(failure));
    }

    private static NodeState ended(Outcome outcome, Optional<CarriedFailure> carried) {
      if (outcome.status().isFailure()) {
        return carried.filter(CarriedFailure::isAccepted).isPresent()
            ? NodeState.PASSED_OVER
            : NodeState.FAILED;
      }
      return outcome.status() == Status.Passed.SKIPPED
          ? NodeState.PASSED_OVER
          : NodeState.SUCCEEDED;
    }

    /** The node that the run is at, as long as it has not ended for good. */
    private static Map<NodeId, NodeState> atWork(RunSnapshot run, RunState state) {
      if (state.end().filter(RunEnd::isFinal).isPresent()) {
        return Map.of();
      }
      Optional<NodeId> join =
          state.origin().branch().map(BranchOf::join); // a branch ends before it
      return begun(state.phase())
          .filter(node -> !join.equals(Optional.of(node)))
          .map(node ->
              Map.of(
                  node,
                  isAsking(run, node)
                      ? NodeState.WAITING
                      : run.running() ? NodeState.RUNNING : NodeState.INTERRUPTED))
          .orElse(Map.of());
    }

    private static Optional<NodeId> begun(Phase phase) {
      return switch (phase) {
        case Phase.Entering _,
            Phase.Admitted _,
            Phase.Refused _,
            Phase.Running _,
            Phase.Attempted _,
            Phase.Delayed _,
            Phase.Settling _,
            Phase.Branching _,
            Phase.Branched _,
            Phase.Supervising _,
            Phase.Supervised _ ->
            phase.node();
        case Phase.Settled _, Phase.Broken _ -> Optional.empty();
      };
    }

    /** Whether a person was asked there last, and nobody has answered. */
    private static boolean isAsking(RunSnapshot run, NodeId node) {
      boolean asking = false;
      for (JournalEntry entry : run.entries()) {
        if (entry.event() instanceof RunEvent.InterviewStarted asked) {
          asking = asked.nodeId().equals(node);
        } else if (entry.event() instanceof RunEvent.InterviewCompleted
            || entry.event() instanceof RunEvent.InterviewTimeout) {
          asking = false;
        }
      }
      return asking;
    }

    private static Map<NodeId, NodeState> atExit(RunEnd end) {
      return end.exitNode()
          .map(exit ->
              Map.of(
                  exit,
                  switch (end) {
                    case RunEnd.Succeeded _ -> NodeState.SUCCEEDED;
                    case RunEnd.Failed _, RunEnd.Canceled _ -> NodeState.FAILED;
                  }))
          .orElse(Map.of());
    }
  }
}
