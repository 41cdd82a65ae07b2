package dev.attractor.domain.lint;

import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.condition.Condition.Comparison;
import dev.attractor.domain.condition.Condition.Operator;
import dev.attractor.domain.condition.Satisfiability;
import dev.attractor.domain.condition.Truth;
import dev.attractor.domain.pipeline.AttributeTypes;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Conditions of one node that can both hold, so that the names of the targets decide (SEMANTICS
 * §6). One finding a node: whoever mends the first pair looks at the others, too.
 */
final class AmbiguousEdges {
  private static final String RULE = "ambiguous_edges";

  private AmbiguousEdges() {}

  static LintRule rule() {
    return LintRule.of(RULE, AmbiguousEdges::check);
  }

  private static List<Diagnostic> check(Pipeline pipeline) {
    return pipeline.nodes().stream()
        .filter(node -> node.kind() != NodeKind.HUMAN) // there a person decides
        .flatMap(node -> check(pipeline, node).stream())
        .toList();
  }

  /** Compares each edge only with those whose conditions do not obviously exclude its own. */
  private static Optional<Diagnostic> check(Pipeline pipeline, Node node) {
    List<Edge> conditional =
        pipeline.outgoing(node.id()).stream()
            .filter(edge -> edge.condition().isPresent())
            .filter(edge ->
                AttributeTypes.accepts(
                    AttributeTypes.Type.INTEGER, edge.attributes().text("weight")))
            .toList();
    Map<Integer, String> literals = literalsOfTheCommonestKey(conditional);
    Map<String, List<Integer>> rivals = new HashMap<>();
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < conditional.size(); i++) {
      String literal = literals.get(i);
      if (literal == null) {
        open.add(i);
      } else {
        rivals.computeIfAbsent(literal, _ -> new ArrayList<>()).add(i);
      }
    }
    return Stream.iterate(0, i -> i < conditional.size(), i -> i + 1)
        .flatMap(i -> {
          String literal = literals.get(i);
          Stream<Integer> others =
              literal == null
                  ? Stream.iterate(i + 1, j -> j < conditional.size(), j -> j + 1)
                  : Stream.concat(rivals.getOrDefault(literal, List.of()).stream(), open.stream())
                      .filter(j -> j > i)
                      .sorted();
          return others
              .map(conditional::get)
              .filter(other -> areRivals(conditional.get(i), other))
              .map(other -> finding(conditional.get(i), other));
        })
        .findFirst();
  }

  private static boolean areRivals(Edge one, Edge other) {
    return !one.to().equals(other.to())
        && one.weight() == other.weight()
        && Satisfiability.canHold(
                new Condition.AllOf(
                    List.of(one.condition().orElseThrow(), other.condition().orElseThrow())))
            != Truth.NO;
  }

  private static Diagnostic finding(Edge one, Edge other) {
    return Diagnostic.warning(
        RULE,
        other.position(),
        "the conditions of %s -> %s and %s -> %s can both hold; the name decides"
            .formatted(one.from(), one.to(), other.from(), other.to()),
        "give one of them a higher weight, or make the conditions exclude each other");
  }

  /** What the conditions, by their places, ask of the key that most of them compare. */
  private static Map<Integer, String> literalsOfTheCommonestKey(List<Edge> edges) {
    List<Map<String, String>> asked =
        edges.stream().map(edge -> asked(edge.condition().orElseThrow())).toList();
    Optional<String> commonest =
        asked.stream()
            .flatMap(literals -> literals.keySet().stream())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
            .entrySet()
            .stream()
            .max(Comparator.comparingLong(Map.Entry::getValue))
            .map(Map.Entry::getKey);
    Map<Integer, String> literals = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      String literal = commonest.map(asked.get(i)::get).orElse(null);
      if (literal != null) {
        literals.put(i, literal);
      }
    }
    return literals;
  }

  /** The values that keys must have for a condition to hold, as far as can be seen at once. */
  private static Map<String, String> asked(Condition condition) {
    Map<String, String> literals = new HashMap<>();
    List<Condition> parts =
        condition instanceof Condition.AllOf(List<Condition> all) ? all : List.of(condition);
    for (Condition part : parts) {
      if (part instanceof Comparison test && test.operator() == Operator.EQUAL) {
        literals.putIfAbsent(test.name(), canonicalLiteral(test));
      }
    }
    return literals;
  }

  private static String canonicalLiteral(Comparison test) {
    return test.literals(test.name()).stream().findFirst().orElse(test.literal());
  }
}
