package dev.attractor.domain.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.attractor.domain.condition.Condition.AllOf;
import dev.attractor.domain.condition.Condition.AnyOf;
import dev.attractor.domain.condition.Condition.Comparison;
import dev.attractor.domain.condition.Condition.Not;
import dev.attractor.domain.condition.Condition.OneOf;
import dev.attractor.domain.condition.Condition.Operator;
import dev.attractor.domain.condition.Condition.Truthy;
import dev.attractor.domain.outcome.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** SEMANTICS §8: what holds for every condition. */
class ConditionPropertiesTest {
  private static final int TRIES = 1_000;
  private static final List<String> KEYS =
      List.of("outcome", "preferred_label", "context.x", "x", "run.cost_usd", "visits.n", "a-b");
  private static final List<String> LITERALS =
      List.of("", "fail", "Needs work", "3", "2.5", "-1", "it's", "a\"b", "(x)", "a=b", "\\", "é");

  /** Draws conditions and facts; the same seed always gives the same. */
  private static final class Draw {
    private final Random random;

    Draw(long seed) {
      this.random = new Random(seed);
    }

    private <T> T one(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }

    Condition condition(int depth) {
      int kind = depth == 0 ? 3 + random.nextInt(3) : random.nextInt(6);
      return switch (kind) {
        case 0 -> new AnyOf(several(depth));
        case 1 -> new AllOf(several(depth));
        case 2 -> new Not(condition(depth - 1));
        case 3 -> new Truthy(one(KEYS));
        case 4 ->
            new OneOf(
                one(KEYS),
                IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(_ -> one(LITERALS)).toList());
        default -> comparison();
      };
    }

    private Condition comparison() {
      Operator operator = one(List.of(Operator.values()));
      return new Comparison(
          one(KEYS),
          operator,
          operator.isNumeric() ? one(List.of("3", "2.5", "-1")) : one(LITERALS));
    }

    private List<Condition> several(int depth) {
      return IntStream.rangeClosed(0, 1 + random.nextInt(2))
          .mapToObj(_ -> condition(depth - 1))
          .toList();
    }

    Map<String, String> facts() {
      Map<String, String> facts = new HashMap<>();
      for (String key : KEYS) {
        if (random.nextBoolean()) {
          facts.put(new Truthy(key).name(), one(LITERALS));
        }
      }
      return facts;
    }

    /** A text of the specification's grammar: clauses joined by {@code &&}. */
    String oldText() {
      List<String> clauses = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        String key = one(KEYS);
        String literal = one(List.of("fail", "Needs work", "3", "it's", "a,b", "x.y-z", "Ok"));
        clauses.add(
            switch (random.nextInt(3)) {
              case 0 -> key;
              case 1 -> key + one(List.of("=", " = ")) + literal;
              default -> key + one(List.of("!=", " !=")) + literal;
            });
      }
      return String.join(one(List.of("&&", " && ")), clauses);
    }
  }

  private static boolean holds(Condition condition, Map<String, String> facts) {
    return condition.holds(name -> facts.getOrDefault(name, ""));
  }

  @Test
  void whatIsPrintedIsReadAsTheSame() {
    for (int seed = 0; seed < TRIES; seed++) {
      Condition condition = new Draw(seed).condition(4);

      assertThat(Condition.parse(condition.toString())).as("seed %d", seed).isEqualTo(condition);
    }
  }

  @Test
  void evaluationIsTotal() {
    for (int seed = 0; seed < TRIES; seed++) {
      Draw draw = new Draw(seed);
      Condition condition = draw.condition(4);
      Map<String, String> facts = draw.facts();

      assertThatCode(() -> holds(condition, facts)).as("seed %d", seed).doesNotThrowAnyException();
      assertThat(holds(new Not(condition), facts)).isNotEqualTo(holds(condition, facts));
    }
  }

  @Test
  void deMorgan() {
    for (int seed = 0; seed < TRIES; seed++) {
      Draw draw = new Draw(seed);
      Condition a = draw.condition(3);
      Condition b = draw.condition(3);
      Map<String, String> facts = draw.facts();

      assertThat(holds(new Not(new AllOf(List.of(a, b))), facts))
          .as("seed %d", seed)
          .isEqualTo(holds(new AnyOf(List.of(new Not(a), new Not(b))), facts));
      assertThat(holds(new Not(new AnyOf(List.of(a, b))), facts))
          .as("seed %d", seed)
          .isEqualTo(holds(new AllOf(List.of(new Not(a), new Not(b))), facts));
    }
  }

  /** The evaluation of the public specification (§10.5): split at the signs, compare texts. */
  private static boolean bySpecification(String text, Map<String, String> facts) {
    for (String clause : text.split("&&", -1)) {
      boolean unequal = clause.contains("!=");
      if (!unequal && !clause.contains("=")) {
        if (!new Truthy(clause.strip()).passes(value(clause, facts))) {
          return false;
        }
        continue;
      }
      String[] sides = clause.split(unequal ? "!=" : "=", 2);
      String literal = sides[1].strip();
      String wanted = sides[0].strip().equals("outcome") ? Status.canonicalWord(literal) : literal;
      if (value(sides[0], facts).equals(wanted) == unequal) {
        return false;
      }
    }
    return true;
  }

  private static String value(String key, Map<String, String> facts) {
    String value = facts.getOrDefault(new Truthy(key.strip()).name(), "");
    return key.strip().equals("outcome") ? Status.canonicalWord(value) : value;
  }

  @Test
  void aStringOfTheSpecificationsClausesMeansWhatItMeant() {
    for (int seed = 0; seed < TRIES; seed++) {
      Draw draw = new Draw(seed);
      String text = draw.oldText();
      for (int i = 0; i < 5; i++) {
        Map<String, String> facts = draw.facts();

        assertThat(holds(Condition.parse(text), facts))
            .as("seed %d: %s with %s", seed, text, facts)
            .isEqualTo(bySpecification(text, facts));
      }
    }
  }

  /** What is known of some keys is never contradicted by knowing more. */
  @Test
  void aJudgementWithoutAllValuesIsNeverWrong() {
    for (int seed = 0; seed < TRIES; seed++) {
      Draw draw = new Draw(seed);
      Condition condition = draw.condition(3);
      Map<String, String> facts = draw.facts();
      Map<String, String> some =
          facts.entrySet().stream()
              .filter(fact -> fact.getKey().length() % 2 == 0)
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      Truth truth = condition.judge(name -> Optional.ofNullable(some.get(name)));

      assertThat(truth).as("seed %d", seed).isIn(Truth.MAYBE, Truth.of(holds(condition, facts)));
    }
  }

  @Test
  void whatHoldsSomewhereCanHold() {
    for (int seed = 0; seed < TRIES; seed++) {
      Draw draw = new Draw(seed);
      Condition condition = draw.condition(2);
      Map<String, String> facts = new HashMap<>(draw.facts());
      facts.putIfAbsent("outcome", "success");

      if (holds(condition, facts) && !facts.get("outcome").isEmpty()) {
        assertThat(Satisfiability.canHold(condition)).as("seed %d", seed).isNotEqualTo(Truth.NO);
      }
    }
  }
}
