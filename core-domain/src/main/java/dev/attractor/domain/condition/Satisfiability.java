package dev.attractor.domain.condition;

import dev.attractor.domain.condition.Condition.Comparison;
import dev.attractor.domain.condition.Condition.OneOf;
import dev.attractor.domain.condition.Condition.Operator;
import dev.attractor.domain.condition.Condition.Test;
import dev.attractor.domain.condition.Condition.Truthy;
import dev.attractor.domain.outcome.FailureClass;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether a condition can hold at all. Of each key the values are tried that its tests can tell
 * apart, so the answer is exact but for tests that look into texts, and for conditions of so many
 * keys that not all combinations can be tried.
 */
public final class Satisfiability {
  private static final int MOST_COMBINATIONS = 20_000;
  private static final String OTHER = "something_else";

  private Satisfiability() {}

  /** Returns YES when some values make it hold, NO when none can, else MAYBE. */
  public static Truth canHold(Condition condition) {
    return canHold(condition, _ -> Optional.empty());
  }

  /** Returns the same, the values of some keys being known. */
  public static Truth canHold(Condition condition, Condition.Known known) {
    Truth atOnce = condition.judge(known);
    if (atOnce != Truth.MAYBE) {
      return atOnce;
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    boolean exact = true;
    long combinations = 1;
    Map<String, List<Test>> byKey =
        condition
            .tests()
            .filter(test -> known.value(test.name()).isEmpty())
            .collect(Collectors.groupingBy(Test::name, LinkedHashMap::new, Collectors.toList()));
    for (Map.Entry<String, List<Test>> key : byKey.entrySet()) {
      String name = key.getKey();
      List<Test> tests = key.getValue();
      List<String> ofKey = List.copyOf(representatives(name, tests));
      values.put(name, ofKey);
      exact &= tests.stream().noneMatch(Satisfiability::looksInside);
      combinations *= ofKey.size();
      if (combinations > MOST_COMBINATIONS) {
        return Truth.MAYBE;
      }
    }
    boolean found = search(condition, known, List.copyOf(values.entrySet()), new HashMap<>());
    return found ? Truth.YES : exact ? Truth.NO : Truth.MAYBE;
  }

  private static boolean search(
      Condition condition,
      Condition.Known known,
      List<Map.Entry<String, List<String>>> open,
      Map<String, String> chosen) {
    Truth truth =
        condition.judge(name -> known.value(name).or(() -> Optional.ofNullable(chosen.get(name))));
    if (truth != Truth.MAYBE || open.isEmpty()) {
      return truth == Truth.YES;
    }
    Map.Entry<String, List<String>> next = open.getFirst();
    for (String value : next.getValue()) {
      chosen.put(next.getKey(), value);
      if (search(condition, known, open.subList(1, open.size()), chosen)) {
        return true;
      }
    }
    chosen.remove(next.getKey());
    return false;
  }

  /**
   * Returns values of a key such that these tests can tell every possible value from no more than
   * one of them, as far as they do not look into texts.
   *
   * @param name without a leading {@code context.}
   */
  public static Set<String> representatives(String name, List<Test> tests) {
    if (name.equals(Condition.FAILURE_CLASS)) {
      Set<String> classes = new LinkedHashSet<>(Set.of(""));
      List.of(FailureClass.values()).forEach(one -> classes.add(one.word()));
      return classes;
    }
    Set<String> values = new LinkedHashSet<>();
    NavigableSet<BigDecimal> numbers = new TreeSet<>();
    values.add("");
    for (Test test : tests) {
      switch (test) {
        case Truthy _ -> values.addAll(List.of("no", "NO", "false", "0", "yes"));
        case OneOf oneOf -> values.addAll(oneOf.literals());
        case Comparison comparison -> {
          values.add(comparison.literal());
          if (comparison.operator().isNumeric()) {
            Decimal.parse(comparison.literal()).ifPresent(numbers::add);
          }
        }
      }
    }
    if (!numbers.isEmpty()) { // what is equal to one of them lies between others, too
      values.forEach(value -> Decimal.parse(value).ifPresent(numbers::add));
    }
    values.addAll(between(numbers));
    values.addAll(texts(tests));
    values.add(OTHER + "_".repeat(longest(values)));
    Set<String> canonical = new LinkedHashSet<>();
    values.forEach(value -> canonical.add(Condition.canonical(name, value)));
    if (name.equals(Condition.OUTCOME)) {
      canonical.remove(""); // every outcome has a word
    }
    return canonical;
  }

  private static boolean looksInside(Test test) {
    return switch (test) {
      case Comparison(String _, Operator operator, String _) -> operator.isWord();
      case OneOf _, Truthy _ -> false;
    };
  }

  private static int longest(Set<String> values) {
    return values.stream().mapToInt(String::length).max().orElse(0);
  }

  /** Numbers below, between, above and equal to those given, the equal ones written otherwise. */
  private static List<String> between(NavigableSet<BigDecimal> numbers) {
    List<String> values = new ArrayList<>();
    int finer = 1 + numbers.stream().mapToInt(BigDecimal::scale).max().orElse(0);
    Optional<BigDecimal> before = Optional.empty();
    for (BigDecimal number : numbers) {
      values.add(
          before
              .map(low -> low.add(number).divide(BigDecimal.TWO))
              .orElseGet(() -> number.subtract(BigDecimal.ONE))
              .toPlainString());
      values.add(number.setScale(finer).toPlainString());
      before = Optional.of(number);
    }
    before.ifPresent(last -> values.add(last.add(BigDecimal.ONE).toPlainString()));
    return values;
  }

  /** Texts that begin, go on and end as the tests ask, in all combinations of one each. */
  private static Set<String> texts(List<Test> tests) {
    Set<String> begins = new LinkedHashSet<>(Set.of(""));
    Set<String> middles = new LinkedHashSet<>(Set.of(""));
    Set<String> ends = new LinkedHashSet<>(Set.of(""));
    StringBuilder all = new StringBuilder();
    for (Test test : tests) {
      if (test instanceof Comparison(String _, Operator operator, String literal)) {
        switch (operator) {
          case STARTS_WITH -> begins.add(literal);
          case ENDS_WITH -> ends.add(literal);
          case CONTAINS -> {
            middles.add(literal);
            all.append(literal).append(' ');
          }
          case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {}
        }
      }
    }
    middles.add(all.toString());
    Set<String> texts = new LinkedHashSet<>();
    begins.forEach(
        begin -> middles.forEach(middle -> ends.forEach(end -> texts.add(begin + middle + end))));
    texts.remove("");
    return texts;
  }
}
