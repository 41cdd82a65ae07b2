package dev.attractor.domain.condition;

import dev.attractor.domain.outcome.Status;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A condition of an edge: an expression over the outcome and the context (SEMANTICS §8). Its text,
 * {@code toString}, is read by {@link #parse} as an equal condition.
 */
public sealed interface Condition {
  /** The name of the key that holds the outcome's word. */
  String OUTCOME = "outcome";

  /** The name of the key that holds the label of the edge a stage would like to take. */
  String PREFERRED_LABEL = "preferred_label";

  /** The name of the key that holds the class of the failure, empty when there is none. */
  String FAILURE_CLASS = "failure_class";

  /** The name of the key that holds the reason of the failure, empty when there is none. */
  String FAILURE_REASON = "failure_reason";

  /** What is known of the values of keys. */
  @FunctionalInterface
  interface Known {
    /**
     * Returns the value of a key.
     *
     * @param name the key without a leading {@code context.}
     * @return the value, empty text where a run has none; nothing when it is not known
     */
    Optional<String> value(String name);
  }

  /** Where the values of keys come from in a run: nothing is unknown. */
  @FunctionalInterface
  interface Facts {
    /** Returns the value of a key without a leading {@code context.}; empty when it has none. */
    String value(String name);
  }

  /** Returns whether it holds as far as can be told from what is known. */
  Truth judge(Known known);

  /** Returns the tests of single keys that it is made of, from left to right. */
  Stream<Test> tests();

  /** Returns whether it holds. */
  default boolean holds(Facts facts) {
    return judge(name -> Optional.of(facts.value(name))) == Truth.YES;
  }

  /** Returns the keys it looks at, without a leading {@code context.}. */
  default Set<String> keys() {
    return tests().map(Test::name).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Returns what a key is compared with, outcome words in their canonical form (SEMANTICS §1). */
  default Set<String> literals(String name) {
    return tests()
        .filter(test -> test.name().equals(name))
        .flatMap(test -> test.literals().stream())
        .map(literal -> canonical(name, literal))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Returns whether it tells outcomes apart by their words. */
  default boolean looksAtOutcome() {
    return keys().contains(OUTCOME);
  }

  /**
   * Reads a condition.
   *
   * @throws ConditionSyntaxException when the text is no condition
   */
  static Condition parse(String text) {
    return new ConditionParser(text).read();
  }

  static String canonical(String name, String value) {
    return name.equals(OUTCOME) ? Status.canonicalWord(value) : value;
  }

  /** What is chained inside a chain of the same kind is part of it. */
  private static List<Condition> flat(
      List<Condition> parts, Function<Condition, List<Condition>> chained) {
    List<Condition> flat = parts.stream().flatMap(part -> chained.apply(part).stream()).toList();
    if (flat.size() < 2) {
      throw new IllegalArgumentException("alternatives and conjunctions have at least two parts");
    }
    return flat;
  }

  /** One of these holds. {@code a || b} */
  record AnyOf(List<Condition> parts) implements Condition {
    public AnyOf {
      parts =
          flat(parts, part -> part instanceof AnyOf(List<Condition> inner) ? inner : List.of(part));
    }

    @Override
    public Truth judge(Known known) {
      return parts.stream().map(part -> part.judge(known)).reduce(Truth.NO, Truth::or);
    }

    @Override
    public Stream<Test> tests() {
      return parts.stream().flatMap(Condition::tests);
    }

    @Override
    public String toString() {
      return parts.stream().map(Condition::toString).collect(Collectors.joining(" || "));
    }
  }

  /** All of these hold. {@code a && b} */
  record AllOf(List<Condition> parts) implements Condition {
    public AllOf {
      parts =
          flat(parts, part -> part instanceof AllOf(List<Condition> inner) ? inner : List.of(part));
    }

    @Override
    public Truth judge(Known known) {
      return parts.stream().map(part -> part.judge(known)).reduce(Truth.YES, Truth::and);
    }

    @Override
    public Stream<Test> tests() {
      return parts.stream().flatMap(Condition::tests);
    }

    @Override
    public String toString() {
      return parts.stream()
          .map(part -> part instanceof AnyOf ? "(" + part + ")" : part.toString())
          .collect(Collectors.joining(" && "));
    }
  }

  /** This does not hold. {@code !a} */
  record Not(Condition part) implements Condition {
    @Override
    public Truth judge(Known known) {
      return part.judge(known).not();
    }

    @Override
    public Stream<Test> tests() {
      return part.tests();
    }

    @Override
    public String toString() {
      return part instanceof Truthy || part instanceof Not ? "!" + part : "!(" + part + ")";
    }
  }

  /** A test of one key. */
  sealed interface Test extends Condition {
    /** Returns the key as written. */
    String key();

    /** Returns what its value is compared with; nothing for a bare key. */
    List<String> literals();

    /** Returns whether a value, in its canonical form, passes. */
    boolean passes(String value);

    /** Returns the key without a leading {@code context.}: both forms name the same value. */
    default String name() {
      return key().startsWith("context.") ? key().substring("context.".length()) : key();
    }

    @Override
    default Truth judge(Known known) {
      return known
          .value(name())
          .map(value -> Truth.of(passes(canonical(name(), value))))
          .orElse(Truth.MAYBE);
    }

    @Override
    default Stream<Test> tests() {
      return Stream.of(this);
    }
  }

  /** A bare key: passes unless the value is empty, {@code false}, {@code 0} or {@code no}. */
  record Truthy(String key) implements Test {
    @Override
    public List<String> literals() {
      return List.of();
    }

    @Override
    public boolean passes(String value) {
      return switch (value.strip().toLowerCase(Locale.ROOT)) {
        case "", "false", "0", "no" -> false;
        default -> true;
      };
    }

    @Override
    public String toString() {
      return key;
    }
  }

  /** {@code key = literal} and its kin. */
  record Comparison(String key, Operator operator, String literal) implements Test {
    public Comparison {
      if (operator.isNumeric() && Decimal.parse(literal).isEmpty()) {
        throw new IllegalArgumentException("no number: " + literal);
      }
    }

    @Override
    public List<String> literals() {
      return List.of(literal);
    }

    @Override
    public boolean passes(String value) {
      String wanted = operator.isWord() ? literal : canonical(name(), literal);
      return switch (operator) {
        case EQUAL -> value.equals(wanted);
        case NOT_EQUAL -> !value.equals(wanted);
        case LESS -> Decimal.compare(value, literal).filter(order -> order < 0).isPresent();
        case LESS_OR_EQUAL ->
            Decimal.compare(value, literal).filter(order -> order <= 0).isPresent();
        case GREATER -> Decimal.compare(value, literal).filter(order -> order > 0).isPresent();
        case GREATER_OR_EQUAL ->
            Decimal.compare(value, literal).filter(order -> order >= 0).isPresent();
        case CONTAINS -> value.contains(wanted);
        case STARTS_WITH -> value.startsWith(wanted);
        case ENDS_WITH -> value.endsWith(wanted);
      };
    }

    @Override
    public String toString() {
      return operator.isWord()
          ? "%s %s %s".formatted(key, operator.sign(), Literals.printed(literal))
          : key + operator.sign() + Literals.printed(literal);
    }
  }

  /** {@code key in (a, b, c)}. */
  record OneOf(String key, List<String> literals) implements Test {
    public OneOf {
      literals = List.copyOf(literals);
      if (literals.isEmpty()) {
        throw new IllegalArgumentException("nothing to be in");
      }
    }

    @Override
    public boolean passes(String value) {
      return literals.stream().anyMatch(literal -> value.equals(canonical(name(), literal)));
    }

    @Override
    public String toString() {
      return literals.stream()
          .map(Literals::printed)
          .collect(Collectors.joining(", ", key + " in (", ")"));
    }
  }

  /** How the value of a key is compared with a literal. */
  enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    /** The numeric ones do not hold when the value is no decimal number. */
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    CONTAINS("contains"),
    STARTS_WITH("starts_with"),
    ENDS_WITH("ends_with");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    /** Returns the operator as it is written. */
    public String sign() {
      return sign;
    }

    /** Returns whether both sides are numbers. */
    public boolean isNumeric() {
      return switch (this) {
        case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
        case EQUAL, NOT_EQUAL, CONTAINS, STARTS_WITH, ENDS_WITH -> false;
      };
    }

    /** Returns whether it looks into texts. */
    public boolean isWord() {
      return switch (this) {
        case CONTAINS, STARTS_WITH, ENDS_WITH -> true;
        case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> false;
      };
    }
  }
}
