package dev.attractor.domain.check;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every outcome a stage can have, as far as routing can tell them apart: all statuses, the verdicts
 * and labels that edges ask for, and each suggestion an edge could follow.
 */
public final class PossibleOutcomes {
  private final ValidPipeline pipeline;

  /** Prepares for the nodes of a pipeline. */
  public PossibleOutcomes(ValidPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Returns the outcomes a stage of this node can have; success comes first. */
  public List<Outcome> of(Node node) {
    List<Edge> asked = edgesAsked(node);
    List<Outcome> outcomes = new ArrayList<>();
    for (Status status : statuses(node, asked)) {
      for (String label : labels(asked)) {
        outcomes.add(new Outcome(status, label, List.of(), Map.of(), ""));
      }
      for (String id : suggestions(node, asked)) {
        outcomes.add(new Outcome(status, "", List.of(id), Map.of(), ""));
      }
    }
    return outcomes;
  }

  private static List<Status> statuses(Node node, List<Edge> asked) {
    List<Status> statuses = new ArrayList<>();
    statuses.add(Status.Passed.SUCCESS);
    switch (node.kind()) {
      case START, EXIT, CONDITIONAL -> {}
      case HUMAN -> {
        statuses.add(new Status.Fail(failure(FailureClass.DETERMINISTIC)));
        statuses.add(new Status.Retry(failure(FailureClass.TRANSIENT_INFRA)));
      }
      case PARALLEL, FAN_IN -> {
        statuses.add(new Status.Fail(failure(FailureClass.DETERMINISTIC)));
        statuses.add(new Status.Fail(failure(FailureClass.TRANSIENT_INFRA)));
      }
      case AGENT, TOOL, MANAGER_LOOP, PIPELINE, CUSTOM -> {
        statuses.add(Status.Passed.PARTIAL_SUCCESS);
        statuses.add(Status.Passed.SKIPPED);
        statuses.add(new Status.Fail(failure(FailureClass.DETERMINISTIC)));
        statuses.add(new Status.Fail(failure(FailureClass.TRANSIENT_INFRA)));
        statuses.add(new Status.Retry(failure(FailureClass.TRANSIENT_INFRA)));
        verdicts(asked).forEach(word -> statuses.add(new Status.Verdict(word)));
      }
    }
    return statuses;
  }

  private static Failure failure(FailureClass failureClass) {
    return Failure.of(failureClass, "a failure");
  }

  /** The edges that the outcome of a node decides about: its own, and those of conditionals. */
  private List<Edge> edgesAsked(Node node) {
    List<Edge> edges = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(node.id()));
    while (!open.isEmpty()) {
      String id = open.removeLast();
      if (seen.add(id)) {
        for (Edge edge : pipeline.graph().outgoing(id)) {
          edges.add(edge);
          if (pipeline.node(edge.to()).kind() == NodeKind.CONDITIONAL) {
            open.add(edge.to());
          }
        }
      }
    }
    return edges;
  }

  private static Set<String> verdicts(List<Edge> asked) {
    Set<String> words = new LinkedHashSet<>(literals(asked, "outcome"));
    words.removeIf(Status::isStandard);
    return words;
  }

  private static Set<String> labels(List<Edge> asked) {
    Set<String> labels = new LinkedHashSet<>();
    labels.add("");
    asked.stream()
        .filter(Edge::isUnconditional)
        .map(Edge::label)
        .filter(label -> !label.isBlank())
        .forEach(labels::add);
    labels.addAll(literals(asked, "preferred_label"));
    return labels;
  }

  private static Set<String> literals(List<Edge> edges, String key) {
    Set<String> literals = new LinkedHashSet<>();
    for (Edge edge : edges) {
      for (Condition.Clause clause : edge.condition().map(Condition::clauses).orElse(List.of())) {
        switch (clause) {
          case Condition.Equal(String k, String literal) when k.equals(key) ->
              literals.add(key.equals("outcome") ? Status.canonicalWord(literal) : literal);
          case Condition.Equal _, Condition.NotEqual _, Condition.Truthy _ -> {}
        }
      }
    }
    return literals;
  }

  /** Suggestions matter only where there is more than one unconditional edge to choose from. */
  private static Set<String> suggestions(Node node, List<Edge> asked) {
    boolean canSuggest =
        switch (node.kind()) {
          case START, EXIT, CONDITIONAL, PARALLEL, FAN_IN -> false;
          case AGENT, HUMAN, TOOL, MANAGER_LOOP, PIPELINE, CUSTOM -> true;
        };
    if (!canSuggest) {
      return Set.of();
    }
    Map<String, Set<String>> targets = new LinkedHashMap<>();
    asked.stream()
        .filter(Edge::isUnconditional)
        .forEach(edge ->
            targets.computeIfAbsent(edge.from(), _ -> new LinkedHashSet<>()).add(edge.to()));
    Set<String> suggestions = new LinkedHashSet<>();
    targets.values().stream().filter(ids -> ids.size() > 1).forEach(suggestions::addAll);
    return suggestions;
  }
}
