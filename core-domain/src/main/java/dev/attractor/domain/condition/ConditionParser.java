package dev.attractor.domain.condition;

import dev.attractor.domain.condition.Condition.Comparison;
import dev.attractor.domain.condition.Condition.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads conditions by the grammar of docs/pipelines.md. From loosest to tightest: {@code ||},
 * {@code &&}, {@code !}, then parentheses and tests.
 */
final class ConditionParser {
  private static final int MAX_NESTING = 100;
  private static final List<Operator> SIGNS =
      List.of(
          Operator.NOT_EQUAL,
          Operator.LESS_OR_EQUAL,
          Operator.GREATER_OR_EQUAL,
          Operator.LESS,
          Operator.GREATER,
          Operator.EQUAL);

  private static final Pattern COMPARED_AGAIN = Pattern.compile("\\s.*[=<>]");

  private final String text;
  private int at;
  private int depth;

  ConditionParser(String text) {
    this.text = text;
  }

  Condition read() {
    Condition whole = alternatives();
    if (at < text.length()) {
      throw error(
          text.charAt(at) == ')'
              ? "this parenthesis closes nothing"
              : "expected && or || before '%s'".formatted(rest()));
    }
    return whole;
  }

  private Condition alternatives() {
    return chain("||", this::conjunction, Condition.AnyOf::new);
  }

  private Condition conjunction() {
    return chain("&&", this::negation, Condition.AllOf::new);
  }

  private Condition chain(
      String sign, Supplier<Condition> part, Function<List<Condition>, Condition> whole) {
    List<Condition> parts = new ArrayList<>(List.of(part.get()));
    while (skip(sign)) {
      parts.add(part.get());
    }
    return parts.size() == 1 ? parts.getFirst() : whole.apply(parts);
  }

  private Condition negation() {
    if (!startsWith("!=") && skip("!")) {
      return nested(() -> new Condition.Not(negation()));
    }
    if (skip("(")) {
      return nested(() -> {
        Condition inner = alternatives();
        if (!skip(")")) {
          throw error("a closing parenthesis is missing");
        }
        return inner;
      });
    }
    return test();
  }

  private Condition nested(Supplier<Condition> inner) {
    if (++depth > MAX_NESTING) {
      throw error("nested too deeply; the limit is " + MAX_NESTING);
    }
    Condition condition = inner.get();
    depth--;
    return condition;
  }

  private Condition test() {
    String key = key();
    if (skip("==")) {
      return new Comparison(key, Operator.EQUAL, valueOrNothing());
    }
    for (Operator operator : SIGNS) {
      if (skip(operator.sign())) {
        return operator.isNumeric()
            ? new Comparison(key, operator, number(operator))
            : new Comparison(key, operator, valueOrNothing());
      }
    }
    int start = at;
    String word = word();
    for (Operator operator : Operator.values()) {
      if (operator.isWord() && operator.sign().equals(word)) {
        return new Comparison(key, operator, value(operator.sign()));
      }
    }
    if (word.equals("in")) {
      return new Condition.OneOf(key, list());
    }
    at = start;
    return new Condition.Truthy(key);
  }

  private String key() {
    skipBlanks();
    int start = at;
    while (at < text.length() && isKeySign(text.charAt(at))) {
      at++;
    }
    String key = text.substring(start, at);
    if (key.isEmpty()) {
      throw error(
          start == text.length()
              ? "a test is missing at the end"
              : "expected a key, such as outcome, preferred_label or context.name");
    }
    boolean wellFormed =
        (Character.isLetter(key.charAt(0)) || key.charAt(0) == '_')
            && !key.endsWith(".")
            && !key.contains("..");
    if (!wellFormed) {
      at = start;
      throw error(
          "'%s' is no key; keys look like outcome, preferred_label or context.name".formatted(key));
    }
    skipBlanks();
    return key;
  }

  private static boolean isKeySign(char c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.');
  }

  /** The word that begins here; empty when something else does. */
  private String word() {
    int start = at;
    while (at < text.length() && (Character.isLetter(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    return text.substring(start, at);
  }

  private List<String> list() {
    if (!skip("(")) {
      throw error("expected a list: in (a, b)");
    }
    List<String> literals = new ArrayList<>();
    do {
      skipBlanks();
      literals.add(isQuote() ? quoted() : one(",)"));
    } while (skip(","));
    if (!skip(")")) {
      throw error("expected , or ) in the list");
    }
    return literals;
  }

  private String number(Operator operator) {
    skipBlanks();
    int start = at;
    String literal = value(operator.sign());
    if (Decimal.parse(literal).isEmpty()) {
      at = start;
      throw error("%s compares numbers, and '%s' is none".formatted(operator.sign(), literal));
    }
    return literal;
  }

  private String value(String operator) {
    skipBlanks();
    if (isQuote()) {
      return quoted();
    }
    if (at == text.length()) {
      throw error("a value is missing after " + operator);
    }
    return one("");
  }

  /** A bare word. */
  private String one(String ends) {
    int start = at;
    while (at < text.length()
        && !Character.isWhitespace(text.charAt(at))
        && isBare(text.charAt(at))
        && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == start) {
      throw error("expected a value; put one with other signs into quotes: '…'");
    }
    return text.substring(start, at);
  }

  /**
   * What stands behind {@code =} and {@code !=}: quoted, nothing at all, or bare up to the next
   * sign of the language. Blanks inside belong to it, as they do in the specification's conditions,
   * but two comparisons without a sign between them are a slip.
   */
  private String valueOrNothing() {
    skipBlanks();
    if (isQuote()) {
      return quoted();
    }
    int start = at;
    while (at < text.length() && isBare(text.charAt(at))) {
      at++;
    }
    String literal = text.substring(start, at).strip();
    if (COMPARED_AGAIN.matcher(literal).find()) {
      at = start;
      throw error(
          "'%s' holds another comparison; write && or || before it, or quote the value"
              .formatted(literal));
    }
    return literal;
  }

  private static boolean isBare(char c) {
    return "&|()!".indexOf(c) < 0;
  }

  private boolean isQuote() {
    return at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"');
  }

  private String quoted() {
    int start = at;
    char quote = text.charAt(at++);
    StringBuilder literal = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      boolean escaped =
          text.charAt(at) == '\\'
              && at + 1 < text.length()
              && "'\"\\".indexOf(text.charAt(at + 1)) >= 0;
      literal.append(text.charAt(escaped ? at + 1 : at));
      at += escaped ? 2 : 1;
    }
    if (at == text.length()) {
      at = start;
      throw error("the quoted value that begins here has no end");
    }
    at++;
    return literal.toString();
  }

  private boolean startsWith(String sign) {
    skipBlanks();
    return text.startsWith(sign, at);
  }

  private boolean skip(String sign) {
    if (!startsWith(sign)) {
      return false;
    }
    at += sign.length();
    skipBlanks();
    return true;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private String rest() {
    String rest = text.substring(at).strip();
    return rest.length() <= 20 ? rest : rest.substring(0, 20) + "…";
  }

  private ConditionSyntaxException error(String message) {
    return new ConditionSyntaxException(text, at, message);
  }
}
