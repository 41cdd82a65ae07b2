package dev.attractor.domain.check;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.LoopGraph;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.routing.NextHop;
import dev.attractor.domain.routing.NextHopPolicy;
import dev.attractor.domain.routing.RetryTarget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
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
  private static final Set<String> KNOWN_KEYS =
      Set.of(
          "outcome",
          "preferred_label",
          "failure_class",
          "context.outcome",
          "context.preferred_label",
          "context.failure_class");

  /**
   * An outcome on its way through conditional nodes to the exit.
   *
   * @param origin the stage that reported it
   * @param looked whether a condition that names the outcome has been followed
   */
  private record Carried(String origin, Outcome outcome, boolean looked) {}

  private record Situation(String nodeId, Optional<Carried> carried) {}

  /** How a situation was first reached. */
  private record Step(Situation before, String told) {}

  private final ValidPipeline pipeline;
  private final PossibleOutcomes outcomes;
  private final Map<Situation, Optional<Step>> reached = new LinkedHashMap<>();
  private final Deque<Situation> open = new ArrayDeque<>();
  private final LoopGraph successes = new LoopGraph();
  private final Map<String, Finding> fanInEnds = new LinkedHashMap<>();
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
    reach(new Situation(pipeline.start().id(), Optional.empty()), Optional.empty());
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
                .forEach(outcome -> leave(situation, node, new Carried(node.id(), outcome, false)));
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
    Carried opened = new Carried(node.id(), Outcome.success(), false);
    for (Edge edge : pipeline.graph().outgoing(node.id())) {
      follow(situation, opened, edge, HopSource.WEIGHT, true);
    }
    go(situation, node, opened, List.of());
  }

  private void passOn(Situation situation, Node node) {
    Carried carried =
        situation.carried().orElseGet(() -> new Carried(node.id(), Outcome.success(), false));
    leave(situation, node, carried);
  }

  private void leave(Situation situation, Node node, Carried carried) {
    List<Edge> certain = new ArrayList<>();
    List<Edge> possible = new ArrayList<>();
    for (Edge edge : pipeline.graph().outgoing(node.id())) {
      switch (truth(edge, carried.outcome())) {
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

  private enum Truth {
    YES,
    NO,
    MAYBE
  }

  private Truth truth(Edge edge, Outcome outcome) {
    if (edge.condition().isEmpty()) {
      return Truth.NO; // unconditional edges are no matter of conditions
    }
    Truth truth = Truth.YES;
    for (Condition.Clause clause : edge.condition().get().clauses()) {
      if (!KNOWN_KEYS.contains(clause.key())) {
        approximations.add("conditions on the context may hold or not: " + clause.key());
        truth = truth == Truth.NO ? Truth.NO : Truth.MAYBE;
      } else if (!clause.holds(key -> known(key, outcome))) {
        truth = Truth.NO;
      }
    }
    return truth;
  }

  private static String known(String key, Outcome outcome) {
    return switch (key) {
      case "outcome", "context.outcome" -> outcome.status().word();
      case "preferred_label", "context.preferred_label" -> outcome.preferredLabel();
      default -> outcome.failure().map(f -> f.failureClass().word()).orElse("");
    };
  }

  private void go(Situation from, Node node, Carried carried, List<Edge> matching) {
    Outcome outcome = carried.outcome();
    switch (NextHopPolicy.choose(pipeline.graph(), node, outcome, matching)) {
      case NextHop.Follow(Edge edge, HopSource source) -> follow(from, carried, edge, source, true);
      case NextHop.Restart(Edge edge, HopSource source) -> {
        if (NextHopPolicy.mayRestart(edge, outcome)) {
          follow(from, carried, edge, source, false);
        }
      }
      case NextHop.JumpTo(RetryTarget target) ->
          reach(arriving(target.nodeId(), carried), Optional.of(step(from, carried)));
      case NextHop.Meet(String join) ->
          reach(arriving(join, carried), Optional.of(step(from, carried)));
      case NextHop.Nowhere(Failure _) -> {
        if (node.kind() == NodeKind.FAN_IN && outcome.status().isFailure()) {
          fanInEnds.computeIfAbsent(
              node.id(),
              id ->
                  new Finding(
                      Finding.Kind.FAN_IN_FAILURE_ENDS_RUN,
                      id,
                      "when all branches into %s fail, the run ends there".formatted(id),
                      pathTo(from)));
        }
      }
    }
  }

  private void follow(
      Situation from, Carried carried, Edge edge, HopSource source, boolean unlimited) {
    boolean looks =
        source == HopSource.CONDITIONAL
            && edge.condition().map(StaticCheck::looksAtFailure).orElse(false);
    Carried onward = looks ? new Carried(carried.origin(), carried.outcome(), true) : carried;
    reach(arriving(edge.to(), onward), Optional.of(step(from, carried)));
    boolean personInvolved = pipeline.node(edge.from()).kind() == NodeKind.HUMAN;
    if (unlimited && !personInvolved && !carried.outcome().status().isFailure()) {
      successes.add(edge.from(), edge.to());
    }
  }

  private static boolean looksAtFailure(Condition condition) {
    return condition.clauses().stream().anyMatch(clause -> KNOWN_KEYS.contains(clause.key()));
  }

  private Step step(Situation from, Carried carried) {
    return new Step(from, "%s (%s)".formatted(from.nodeId(), carried.outcome().status().word()));
  }

  /** Only conditional nodes and the exit care about what came before. */
  private Situation arriving(String nodeId, Carried carried) {
    return switch (pipeline.node(nodeId).kind()) {
      case CONDITIONAL -> new Situation(nodeId, Optional.of(carried));
      case EXIT ->
          new Situation(
              nodeId,
              carried.outcome().status().isFailure()
                  ? Optional.of(
                      new Carried(
                          carried.origin(),
                          Outcome.of(new Status.Fail(Failure.of(FailureClass.DETERMINISTIC, "x"))),
                          carried.looked()))
                  : Optional.empty());
      case START, AGENT, HUMAN, PARALLEL, FAN_IN, TOOL, MANAGER_LOOP, PIPELINE, CUSTOM ->
          new Situation(nodeId, Optional.empty());
    };
  }

  /** At the exit a goal gate may send the run back. */
  private void refuse(Situation exit) {
    for (Node gate : pipeline.goalGates()) {
      RetryTarget.chain(pipeline.graph(), gate)
          .ifPresent(target -> {
            approximations.add("each goal gate may be satisfied or not when the exit is reached");
            reach(
                new Situation(target.nodeId(), Optional.empty()),
                Optional.of(
                    new Step(exit, "%s (goal gate %s)".formatted(exit.nodeId(), gate.id()))));
          });
    }
  }

  // --- what was found ---

  private CheckReport report() {
    List<Finding> findings = new ArrayList<>();
    List<Situation> exits =
        reached.keySet().stream()
            .filter(situation -> pipeline.node(situation.nodeId()).kind() == NodeKind.EXIT)
            .toList();
    if (exits.isEmpty()) {
      findings.add(
          new Finding(
              Finding.Kind.EXIT_UNREACHABLE,
              pipeline.start().id(),
              "no run can reach the exit",
              List.of()));
    }
    unnoticedFailures(exits).forEach(findings::add);
    endlessLoops().forEach(findings::add);
    neverRun().forEach(findings::add);
    findings.addAll(fanInEnds.values());
    List<String> path = exits.stream().findFirst().map(this::pathTo).orElse(List.of());
    return new CheckReport(path, findings, List.copyOf(approximations), reached.size());
  }

  private List<Finding> unnoticedFailures(List<Situation> exits) {
    Map<String, Finding> byOrigin = new LinkedHashMap<>();
    for (Situation exit : exits) {
      exit.carried()
          .filter(carried -> !carried.looked())
          .filter(carried -> !pipeline.goalGates().contains(pipeline.node(carried.origin())))
          .ifPresent(carried ->
              byOrigin.putIfAbsent(
                  carried.origin(),
                  new Finding(
                      Finding.Kind.FAILURE_REACHES_EXIT,
                      carried.origin(),
                      "when %s fails the run can still end in success".formatted(carried.origin()),
                      pathTo(exit))));
    }
    return List.copyOf(byOrigin.values());
  }

  private List<Finding> endlessLoops() {
    if (pipeline.attributes().integer("max_node_visits", 0) > 0) {
      return List.of();
    }
    return successes.cycles().stream()
        .map(cycle ->
            new Finding(
                Finding.Kind.ENDLESS_LOOP,
                cycle.getFirst(),
                "nothing ends this circle of successes: "
                    + String.join(" -> ", cycle)
                    + " -> "
                    + cycle.getFirst(),
                cycle))
        .toList();
  }

  private List<Finding> neverRun() {
    Map<String, Boolean> entered = new HashMap<>();
    reached.keySet().forEach(situation -> entered.put(situation.nodeId(), true));
    return pipeline.graph().nodes().stream()
        .filter(node -> !entered.containsKey(node.id()))
        .map(node ->
            new Finding(
                Finding.Kind.NEVER_RUNS, node.id(), "no run ever comes to " + node.id(), List.of()))
        .toList();
  }

  private List<String> pathTo(Situation situation) {
    List<String> path = new ArrayList<>();
    path.add(situation.nodeId());
    Optional<Step> step = reached.getOrDefault(situation, Optional.empty());
    while (step.isPresent()) {
      path.addFirst(step.get().told());
      step = reached.getOrDefault(step.get().before(), Optional.empty());
    }
    return path;
  }
}
