package dev.attractor.domain.condition;

import dev.attractor.domain.outcome.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A condition of an edge: clauses joined by {@code &&}, all of which must hold (SEMANTICS §8).
 *
 * @param clauses at least one
 */
public record Condition(List<Clause> clauses) {
  private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*");
  private static final Pattern PLAIN = Pattern.compile("[^\"'=!<>&|]+");
  private static final Pattern COMPARISON = Pattern.compile("([^=!]*?)\\s*(!=|=)\\s*(.*)");

  public Condition {
    clauses = List.copyOf(clauses);
    if (clauses.isEmpty()) {
      throw new IllegalArgumentException("a condition needs a clause");
    }
  }

  /** One test of one key. */
  public sealed interface Clause {
    /** Returns the key whose value is tested. */
    String key();

    /** Returns whether the test holds. */
    boolean holds(Facts facts);
  }

  /** {@code key = literal}. */
  public record Equal(String key, String literal) implements Clause {
    @Override
    public boolean holds(Facts facts) {
      return facts.value(key).equals(canonical(key, literal));
    }

    @Override
    public String toString() {
      return key + "=" + printed(literal);
    }
  }

  /** {@code key != literal}. */
  public record NotEqual(String key, String literal) implements Clause {
    @Override
    public boolean holds(Facts facts) {
      return !facts.value(key).equals(canonical(key, literal));
    }

    @Override
    public String toString() {
      return key + "!=" + printed(literal);
    }
  }

  /** A bare key: holds unless the value is empty, {@code false}, {@code 0} or {@code no}. */
  public record Truthy(String key) implements Clause {
    @Override
    public boolean holds(Facts facts) {
      return switch (facts.value(key).strip().toLowerCase(Locale.ROOT)) {
        case "", "false", "0", "no" -> false;
        default -> true;
      };
    }

    @Override
    public String toString() {
      return key;
    }
  }

  /** Where the values of keys come from. */
  @FunctionalInterface
  public interface Facts {
    /** Returns the value of a key as written in the condition; empty when there is none. */
    String value(String key);
  }

  /** Returns whether all clauses hold. */
  public boolean holds(Facts facts) {
    return clauses.stream().allMatch(clause -> clause.holds(facts));
  }

  /** Returns whether a clause demands an outcome by its word, such as {@code outcome=fail}. */
  public boolean namesOutcome() {
    return clauses.stream()
        .anyMatch(clause -> clause instanceof Equal(String key, String _) && key.equals("outcome"));
  }

  /**
   * Reads a condition.
   *
   * @throws IllegalArgumentException when the text is not a condition; the message says why and is
   *     meant for people
   */
  public static Condition parse(String text) {
    List<Clause> clauses = new ArrayList<>();
    int start = 0;
    for (int at = nextAnd(text, 0); at >= 0; at = nextAnd(text, start)) {
      clauses.add(parseClause(text.substring(start, at).strip()));
      start = at + 2;
    }
    clauses.add(parseClause(text.substring(start).strip()));
    return new Condition(clauses);
  }

  /** Returns where the next {@code &&} outside quotes stands; -1 when there is none. */
  private static int nextAnd(String text, int from) {
    char quote = 0;
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '&' && text.startsWith("&&", at)) {
        return at;
      }
    }
    return -1;
  }

  private static Clause parseClause(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a clause is missing beside &&");
    }
    if (text.contains("||") && text.indexOf('"') < 0 && text.indexOf('\'') < 0) {
      throw new IllegalArgumentException("|| is not supported; use one edge for each alternative");
    }
    Matcher comparison = COMPARISON.matcher(text);
    if (!comparison.matches()) {
      return new Truthy(key(text));
    }
    String key = key(comparison.group(1));
    String literal = unquote(comparison.group(3));
    return comparison.group(2).equals("=") ? new Equal(key, literal) : new NotEqual(key, literal);
  }

  private static String key(String text) {
    if (!KEY.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a key; keys look like outcome, preferred_label or context.name");
    }
    return text;
  }

  private static String unquote(String literal) {
    if (literal.length() >= 2
        && (literal.startsWith("\"") || literal.startsWith("'"))
        && literal.charAt(0) == literal.charAt(literal.length() - 1)) {
      return literal.substring(1, literal.length() - 1);
    }
    if (literal.isEmpty() || literal.chars().anyMatch(c -> "=!<>".indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "'" + literal + "' is not a value; write key=value or key!=value");
    }
    return literal;
  }

  private static String printed(String literal) {
    boolean plain = literal.equals(literal.strip()) && PLAIN.matcher(literal).matches();
    return plain ? literal : literal.contains("\"") ? "'" + literal + "'" : "\"" + literal + "\"";
  }

  private static String canonical(String key, String literal) {
    return key.equals("outcome") ? Status.canonicalWord(literal) : literal;
  }

  @Override
  public String toString() {
    return clauses.stream().map(Clause::toString).collect(Collectors.joining(" && "));
  }
}
