package dev.attractor.domain.check;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.condition.Truth;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.parallel.BranchBounds;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.LoopGraph;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.routing.NextHop;
import dev.attractor.domain.routing.NextHopPolicy;
import dev.attractor.domain.routing.OutcomeFacts;
import dev.attractor.domain.routing.RetryTarget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what can happen in any run of a pipeline: walks the routing policy over every outcome each
 * stage can have. Conditions on the context are unknown and may hold or not.
 *
 * <p>A situation is a node about to be entered, with the outcome that conditional nodes hand on.
 * All that can be reached is looked at, breadth first, so that examples are shortest.
 */
public final class StaticCheck {
  private static final int MOST_SITUATIONS = 1_000_000;

  /**
   * An outcome on its way through conditional nodes to an exit.
   *
   * @param origin the stage that reported it
   * @param failure what became of its failure on the way, if it is one
   */
  private record Carried(NodeId origin, Outcome outcome, Optional<CarriedFailure> failure) {
    boolean isSuccess() {
      return outcome.failure().isEmpty() || failure.filter(CarriedFailure::isAccepted).isPresent();
    }
  }

  /**
   * A node about to be entered.
   *
   * @param within the innermost branch it lies in
   */
  private record Situation(
      NodeId nodeId, Optional<Carried> carried, Optional<BranchBounds> within) {}

  /** How a situation was first reached. */
  private record Step(Situation before, String told) {}

  private final ValidPipeline pipeline;
  private final PossibleOutcomes outcomes;
  private final Map<Situation, Optional<Step>> reached = new LinkedHashMap<>();
  private final Deque<Situation> open = new ArrayDeque<>();
  private final Set<Situation> refused = new HashSet<>();
  private final LoopGraph successes = new LoopGraph();
  private final LoopGraph unlimitedSuccesses = new LoopGraph();
  private final Map<NodeId, CheckFinding> fanInEnds = new LinkedHashMap<>();
  private final Map<String, CheckFinding> accepted = new LinkedHashMap<>();
  private final Set<String> approximations = new LinkedHashSet<>();

  private StaticCheck(ValidPipeline pipeline) {
    this.pipeline = pipeline;
    this.outcomes = new PossibleOutcomes(pipeline);
  }

  /** Checks a pipeline. Takes time in proportion to nodes times the outcomes edges tell apart. */
  public static CheckReport check(ValidPipeline pipeline) {
    StaticCheck check = new StaticCheck(pipeline);
    check.walk();
    return check.report();
  }

  private void walk() {
    reach(
        new Situation(pipeline.start().id(), Optional.empty(), Optional.empty()), Optional.empty());
    while (!open.isEmpty()) {
      if (reached.size() > MOST_SITUATIONS) {
        approximations.add(
            "stopped after %d situations; what lies beyond was not looked at"
                .formatted(MOST_SITUATIONS));
        return;
      }
      Situation situation = open.remove();
      Node node = pipeline.node(situation.nodeId());
      switch (node.kind()) {
        case EXIT -> refuse(situation);
        case CONDITIONAL -> passOn(situation, node);
        case PARALLEL -> openBranches(situation, node);
        case START, AGENT, HUMAN, FAN_IN, TOOL, MANAGER_LOOP, PIPELINE, CUSTOM ->
            outcomes
                .of(node)
                .forEach(outcome ->
                    leave(situation, node, new Carried(node.id(), outcome, Optional.empty())));
      }
    }
  }

  private void reach(Situation situation, Optional<Step> step) {
    if (reached.putIfAbsent(situation, step) == null) {
      open.add(situation);
    }
  }

  /** A fan-out goes along all its edges at once, then to where they meet (SEMANTICS §7). */
  private void openBranches(Situation situation, Node node) {
    Carried opened = new Carried(node.id(), Outcome.success(), Optional.empty());
    NodeId join = pipeline.fanOut(node.id()).join().orElseThrow();
    List<NodeId> fanOuts =
        new ArrayList<>(situation.within().map(BranchBounds::fanOuts).orElse(List.of()));
    fanOuts.add(node.id());
    for (Branch branch : pipeline.fanOut(node.id()).branches()) {
      unlimitedSuccesses.add(node.id(), branch.first());
      arrive(
          situation,
          Optional.of(new BranchBounds(branch.first(), fanOuts, join)),
          branch.first(),
          opened);
    }
    arrive(situation, situation.within(), join, opened);
  }

  /** Goes to a node, unless a branch ends there. */
  private void arrive(
      Situation from, Optional<BranchBounds> within, NodeId nodeId, Carried carried) {
    if (within.filter(branch -> branch.endAt(pipeline.graph(), nodeId)).isEmpty()) {
      reach(arriving(nodeId, carried, within), Optional.of(step(from, carried)));
    }
  }

  private boolean mayJump(Situation from, NodeId target) {
    return from.within().map(branch -> branch.mayJumpTo(pipeline.graph(), target)).orElse(true);
  }

  private void passOn(Situation situation, Node node) {
    Carried carried =
        situation
            .carried()
            .orElseGet(() -> new Carried(node.id(), Outcome.success(), Optional.empty()));
    outcomes
        .handedOn(pipeline.node(carried.origin()), carried.outcome(), node)
        .forEach(outcome ->
            leave(situation, node, new Carried(carried.origin(), outcome, carried.failure())));
  }

  private void leave(Situation situation, Node node, Carried carried) {
    List<Edge> certain = new ArrayList<>();
    List<Edge> possible = new ArrayList<>();
    Condition.Known known = OutcomeFacts.ofAnyReason(carried.outcome());
    for (Edge edge : pipeline.graph().conditional(node.id())) {
      switch (truth(edge, known)) {
        case YES -> certain.add(edge);
        case MAYBE -> possible.add(edge);
        case NO -> {}
      }
    }
    go(situation, node, carried, certain);
    // Of several conditions that may hold only the best one counts, so each is tried by itself.
    for (Edge edge : possible) {
      List<Edge> matching = new ArrayList<>(certain);
      matching.add(edge);
      go(situation, node, carried, matching);
    }
  }

  private Truth truth(Edge edge, Condition.Known known) {
    Truth truth = edge.condition().orElseThrow().judge(known);
    if (truth == Truth.MAYBE) {
      edge.condition().orElseThrow().keys().stream()
          .filter(name -> known.value(name).isEmpty())
          .forEach(name ->
              approximations.add("conditions on the context may hold or not: context." + name));
    }
    return truth;
  }

  private void go(Situation from, Node node, Carried carried, List<Edge> matching) {
    Outcome outcome = carried.outcome();
    NextHop hop = NextHopPolicy.choose(pipeline.graph(), node, outcome, matching);
    Carried onward =
        new Carried(
            carried.origin(),
            outcome,
            NextHopPolicy.carried(pipeline.graph(), node, outcome, carried.failure(), hop));
    switch (hop) {
      case NextHop.Follow(Edge edge, HopSource _) -> follow(from, onward, edge, true);
      case NextHop.Restart(Edge edge, HopSource _) -> {
        if (NextHopPolicy.mayRestart(edge, outcome) && mayJump(from, edge.to())) {
          follow(from, onward, edge, false);
        }
      }
      case NextHop.JumpTo(RetryTarget target) -> {
        if (mayJump(from, target.nodeId())) {
          arrive(from, from.within(), target.nodeId(), onward);
        }
      }
      case NextHop.Meet(NodeId join) -> arrive(from, from.within(), join, onward);
      case NextHop.Nowhere(Failure _) -> {
        if (node.kind() == NodeKind.FAN_IN && outcome.status().isFailure()) {
          fanInEnds.computeIfAbsent(
              node.id(),
              id ->
                  new CheckFinding(
                      CheckFinding.Kind.FAN_IN_FAILURE_ENDS_RUN,
                      id.value(),
                      "when all branches into %s fail, the run ends there".formatted(id),
                      pathTo(from)));
        }
      }
    }
  }

  private void follow(Situation from, Carried carried, Edge edge, boolean unlimited) {
    if (carried.outcome().failure().isPresent() && edge.acceptsFailure()) {
      accepted.computeIfAbsent(
          carried.origin() + " " + edge.index(),
          _ ->
              new CheckFinding(
                  CheckFinding.Kind.FAILURE_ACCEPTED,
                  carried.origin().value(),
                  "a failure of %s is accepted on the way from %s to %s (accept_failure)"
                      .formatted(carried.origin(), edge.from(), edge.to()),
                  pathTo(from)));
    }
    arrive(from, from.within(), edge.to(), carried);
    Node left = pipeline.node(edge.from());
    boolean limited =
        left.kind() == NodeKind.HUMAN || left.attributes().integer("max_visits", 0) > 0;
    if (!carried.outcome().status().isFailure()) {
      successes.add(edge.from(), edge.to());
      if (unlimited && !limited) {
        unlimitedSuccesses.add(edge.from(), edge.to());
      }
    }
  }

  private Step step(Situation from, Carried carried) {
    return new Step(from, "%s (%s)".formatted(from.nodeId(), carried.outcome().status().word()));
  }

  /** Only conditional nodes and the exit care about what came before. */
  private Situation arriving(NodeId nodeId, Carried carried, Optional<BranchBounds> within) {
    return switch (pipeline.node(nodeId).kind()) {
      case CONDITIONAL -> new Situation(nodeId, Optional.of(carried), within);
      case EXIT ->
          new Situation(
              nodeId,
              carried.outcome().status().isFailure()
                  ? Optional.of(
                      new Carried(
                          carried.origin(),
                          Outcome.of(new Status.Fail(Failure.of(FailureClass.DETERMINISTIC, "x"))),
                          carried.failure()))
                  : Optional.empty(),
              within);
      case START, AGENT, HUMAN, PARALLEL, FAN_IN, TOOL, MANAGER_LOOP, PIPELINE, CUSTOM ->
          new Situation(nodeId, Optional.empty(), within);
    };
  }

  /** At the exit a goal gate may send the run back. */
  private void refuse(Situation exit) {
    if (!refused.add(new Situation(exit.nodeId(), Optional.empty(), exit.within()))) {
      return;
    }
    for (Node gate : pipeline.goalGates()) {
      RetryTarget.chain(pipeline.graph(), gate)
          .ifPresent(target -> {
            approximations.add("each goal gate may be satisfied or not when the exit is reached");
            reach(
                new Situation(target.nodeId(), Optional.empty(), exit.within()),
                Optional.of(
                    new Step(exit, "%s (goal gate %s)".formatted(exit.nodeId(), gate.id()))));
          });
    }
  }

  // --- what was found ---

  private CheckReport report() {
    List<CheckFinding> findings = new ArrayList<>();
    List<Situation> exits =
        reached.keySet().stream()
            .filter(situation -> pipeline.node(situation.nodeId()).kind() == NodeKind.EXIT)
            .filter(situation -> situation.carried().map(Carried::isSuccess).orElse(true))
            .toList();
    if (exits.isEmpty()) {
      findings.add(
          new CheckFinding(
              CheckFinding.Kind.EXIT_UNREACHABLE,
              pipeline.start().id().value(),
              "no run can end in success",
              List.of()));
    }
    findings.addAll(accepted.values());
    findings.addAll(ofParts());
    endlessLoops().forEach(findings::add);
    neverRun().forEach(findings::add);
    findings.addAll(fanInEnds.values());
    List<String> path = exits.stream().findFirst().map(this::pathTo).orElse(List.of());
    return new CheckReport(path, findings, List.copyOf(approximations), reached.size());
  }

  /** What stages of type pipeline run is checked with them. */
  private List<CheckFinding> ofParts() {
    return pipeline.graph().nodes().stream()
        .filter(node -> node.kind().runsPipeline())
        .flatMap(node ->
            check(pipeline.part(node.id()).pipeline()).findings().stream()
                .map(finding ->
                    new CheckFinding(
                        finding.kind(),
                        node.id() + "/" + finding.nodeId(),
                        "in the pipeline of %s: %s".formatted(node.id(), finding.message()),
                        finding.path())))
        .toList();
  }

  private List<CheckFinding> endlessLoops() {
    if (pipeline.attributes().integer("max_node_visits", 0) > 0) {
      return List.of();
    }
    return unlimitedSuccesses.circles().stream().map(this::unlimited).toList();
  }

  private CheckFinding unlimited(LoopGraph.Circle circle) {
    List<String> nodes = circle.nodes().stream().map(NodeId::value).toList();
    String shown = circle.shown();
    return successes.leadsOutOf(circle.group())
        ? new CheckFinding(
            CheckFinding.Kind.LOOP_WITHOUT_LIMIT,
            nodes.getFirst(),
            "only what its stages report ends this circle of successes, no limit does: " + shown,
            nodes)
        : new CheckFinding(
            CheckFinding.Kind.ENDLESS_LOOP,
            nodes.getFirst(),
            "nothing ends this circle of successes: " + shown,
            nodes);
  }

  private List<CheckFinding> neverRun() {
    Map<NodeId, Boolean> entered = new HashMap<>();
    reached.keySet().forEach(situation -> entered.put(situation.nodeId(), true));
    return pipeline.graph().nodes().stream()
        .filter(node -> !entered.containsKey(node.id()))
        .map(node ->
            new CheckFinding(
                CheckFinding.Kind.NEVER_RUNS,
                node.id().value(),
                "no run ever comes to " + node.id(),
                List.of()))
        .toList();
  }

  private List<String> pathTo(Situation situation) {
    List<String> path = new ArrayList<>();
    path.add(situation.nodeId().value());
    Optional<Step> step = reached.getOrDefault(situation, Optional.empty());
    while (step.isPresent()) {
      path.addFirst(step.get().told());
      step = reached.getOrDefault(step.get().before(), Optional.empty());
    }
    return path;
  }
}
