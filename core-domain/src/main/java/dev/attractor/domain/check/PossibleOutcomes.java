package dev.attractor.domain.check;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.condition.Satisfiability;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

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
    if (node.kind() == NodeKind.HUMAN) {
      return ofPerson(node);
    }
    List<Edge> asked = pipeline.graph().edgesDecidedBy(node.id());
    List<Outcome> outcomes = new ArrayList<>();
    for (Status status : statuses(node, asked)) {
      for (String label : labels(node, asked)) {
        outcomes.add(new Outcome(status, label, List.of(), Map.of(), ""));
        for (String id : canSuggest(node) ? plainTargets(node) : Set.<String>of()) {
          outcomes.add(new Outcome(status, label, List.of(id), Map.of(), ""));
        }
      }
    }
    return outcomes;
  }

  /** One for each choice, and those of a question that nobody answers. */
  private List<Outcome> ofPerson(Node node) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Edge edge : pipeline.graph().outgoing(node.id())) {
      outcomes.add(
          new Outcome(
              Status.Passed.SUCCESS, edge.shownLabel(), List.of(edge.to().value()), Map.of(), ""));
    }
    outcomes.add(Outcome.of(new Status.Fail(failure(FailureClass.DETERMINISTIC))));
    outcomes.add(Outcome.of(new Status.Retry(failure(FailureClass.TRANSIENT_INFRA))));
    return outcomes;
  }

  private static List<Status> statuses(Node node, List<Edge> asked) {
    List<Status> statuses = new ArrayList<>();
    statuses.add(Status.Passed.SUCCESS);
    switch (node.kind()) {
      case START, EXIT, CONDITIONAL, PARALLEL, HUMAN -> {}
      case FAN_IN -> {
        statuses.add(Status.Passed.PARTIAL_SUCCESS);
        statuses.add(Status.Passed.SKIPPED);
        statuses.add(new Status.Fail(failure(FailureClass.DETERMINISTIC)));
        statuses.add(new Status.Fail(failure(FailureClass.TRANSIENT_INFRA)));
        verdicts(asked).forEach(word -> statuses.add(new Status.Verdict(word)));
      }
      case AGENT, TOOL, MANAGER_LOOP, PIPELINE, CUSTOM -> {
        statuses.add(Status.Passed.PARTIAL_SUCCESS);
        statuses.add(Status.Passed.SKIPPED);
        classes(asked).forEach(found -> statuses.add(new Status.Fail(failure(found))));
        statuses.add(new Status.Retry(failure(FailureClass.TRANSIENT_INFRA)));
        verdicts(asked).forEach(word -> statuses.add(new Status.Verdict(word)));
      }
    }
    return statuses;
  }

  private static Failure failure(FailureClass failureClass) {
    return Failure.of(failureClass, "a failure");
  }

  /** All of them where edges tell them apart, else one that may be tried again and one not. */
  private static List<FailureClass> classes(List<Edge> asked) {
    return conditions(asked)
            .anyMatch(condition -> condition.keys().contains(Condition.FAILURE_CLASS))
        ? List.of(FailureClass.values())
        : List.of(FailureClass.DETERMINISTIC, FailureClass.TRANSIENT_INFRA);
  }

  private static Set<String> verdicts(List<Edge> asked) {
    Set<String> words = new LinkedHashSet<>();
    conditions(asked).forEach(condition -> words.addAll(condition.literals(Condition.OUTCOME)));
    List<Condition.Test> tests =
        conditions(asked)
            .flatMap(Condition::tests)
            .filter(test -> test.name().equals(Condition.OUTCOME))
            .toList();
    if (tests.stream().anyMatch(PossibleOutcomes::asksForMoreThanWords)) {
      words.addAll(Satisfiability.representatives(Condition.OUTCOME, tests));
    }
    words.removeIf(word -> word.isEmpty() || Status.isStandard(word));
    return words;
  }

  private static boolean asksForMoreThanWords(Condition.Test test) {
    return test instanceof Condition.Comparison(String _, Condition.Operator operator, String _)
        && (operator.isNumeric() || operator.isWord());
  }

  /**
   * The labels that tell edges apart. A stage that can suggest the target of an edge need not name
   * its label, unless another edge leads there as well.
   */
  private Set<String> labels(Node node, List<Edge> asked) {
    Set<String> labels = new LinkedHashSet<>();
    labels.add("");
    asked.stream()
        .filter(Edge::isUnconditional)
        .filter(edge ->
            !canSuggest(node)
                || pipeline.graph().between(edge.from(), edge.to()).stream()
                        .filter(Edge::isUnconditional)
                        .count()
                    > 1)
        .map(Edge::label)
        .filter(label -> !label.isBlank())
        .forEach(labels::add);
    List<Condition.Test> tests =
        conditions(asked)
            .flatMap(Condition::tests)
            .filter(test -> test.name().equals(Condition.PREFERRED_LABEL))
            .toList();
    if (!tests.isEmpty()) {
      labels.addAll(Satisfiability.representatives(Condition.PREFERRED_LABEL, tests));
    }
    return labels;
  }

  private static Stream<Condition> conditions(List<Edge> edges) {
    return edges.stream().flatMap(edge -> edge.condition().stream());
  }

  /**
   * Returns what a conditional node may be handed when a stage has ended so: the stage may also
   * have suggested any node that an unconditional edge of the conditional one leads to.
   */
  List<Outcome> handedOn(Node stage, Outcome outcome, Node conditional) {
    List<Outcome> outcomes = new ArrayList<>(List.of(outcome));
    if (canSuggest(stage)) {
      plainTargets(conditional)
          .forEach(id ->
              outcomes.add(
                  new Outcome(
                      outcome.status(), outcome.preferredLabel(), List.of(id), Map.of(), "")));
    }
    return outcomes;
  }

  private static boolean canSuggest(Node node) {
    return switch (node.kind()) {
      case START, EXIT, CONDITIONAL, PARALLEL, FAN_IN, HUMAN -> false;
      case AGENT, TOOL, MANAGER_LOOP, PIPELINE, CUSTOM -> true;
    };
  }

  /** Suggestions matter only where there is more than one unconditional edge to choose from. */
  private Set<String> plainTargets(Node node) {
    Set<String> targets = new LinkedHashSet<>();
    pipeline.graph().outgoing(node.id()).stream()
        .filter(Edge::isUnconditional)
        .forEach(edge -> targets.add(edge.to().value()));
    return targets.size() > 1 ? targets : Set.of();
  }
}
