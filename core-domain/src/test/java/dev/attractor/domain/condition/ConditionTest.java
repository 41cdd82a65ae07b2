package dev.attractor.domain.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.condition.Condition.AllOf;
import dev.attractor.domain.condition.Condition.AnyOf;
import dev.attractor.domain.condition.Condition.Comparison;
import dev.attractor.domain.condition.Condition.Not;
import dev.attractor.domain.condition.Condition.OneOf;
import dev.attractor.domain.condition.Condition.Operator;
import dev.attractor.domain.condition.Condition.Truthy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS §8: conditions. */
class ConditionTest {
  private static final Map<String, String> FACTS =
      Map.ofEntries(
          Map.entry("outcome", "fail"),
          Map.entry("preferred_label", "Go on"),
          Map.entry("count", "3"),
          Map.entry("price", "2.50"),
          Map.entry("minus", "-7"),
          Map.entry("no", "no"),
          Map.entry("zero", "0"),
          Map.entry("text", "the tests are red"),
          Map.entry("ready", "yes"));

  private static boolean holds(String text) {
    return Condition.parse(text).holds(name -> FACTS.getOrDefault(name, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "outcome=fail,true",
    "outcome = fail,true",
    "outcome=failure,true",
    "outcome=ERROR,true",
    "outcome!=success,true",
    "outcome=success,false",
    "context.outcome=failed,true",
    "outcome=fail && context.count=3,true",
    "outcome=fail && context.count!=3,false",
    "context.missing=x,false",
    "context.missing!=x,true",
    "ready,true",
    "context.ready,true",
    "context.no,false",
    "context.zero,false",
    "context.missing,false",
    "'preferred_label=\"Go on\"',true",
    "preferred_label=Go on,true",
  })
  void theClausesOfTheSpecification(String text, boolean expected) {
    assertThat(holds(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "context.missing=,true",
    "context.ready=,false",
    "context.ready!=,true",
    "context.missing= && ready,true",
    "'context.missing=''''',true",
    "outcome==fail,true",
  })
  void anEmptyLiteralAsksForJustThat(String text, boolean expected) {
    assertThat(holds(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "outcome=success || ready,true",
    "outcome=success || no,false",
    "outcome=success && ready || ready,true",
    "outcome=success && (ready || ready),false",
    "no || no || ready,true",
    "!no,true",
    "!ready,false",
    "!!ready,true",
    "!outcome=success,true",
    "!(outcome=fail && ready),false",
    "!no && ready,true",
    "!(ready || no) || ready,true",
  })
  void fromLoosestToTightest(String text, boolean expected) {
    assertThat(holds(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "context.count<4,true",
    "context.count < 3,false",
    "context.count<=3.0,true",
    "context.count>=3,true",
    "context.count>2.99,true",
    "price<10,true",
    "minus<0,true",
    "minus > -8,true",
    "text<5,false",
    "text>=5,false",
    "context.missing<1,false",
    "!context.missing<1,true",
  })
  void numbersAreComparedAsNumbersAndAnythingElseIsFalse(String text, boolean expected) {
    assertThat(holds(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "text contains red,true",
    "text contains green,false",
    "text starts_with 'the tests',true",
    "text starts_with tests,false",
    "text ends_with red,true",
    "'outcome in (success, failed)',true",
    "'outcome in (success, skipped)',false",
    "'context.count in (1, 2, 3)',true",
    "'preferred_label in (\"Go on\", Stop)',true",
  })
  void textsAndLists(String text, boolean expected) {
    assertThat(holds(text)).isEqualTo(expected);
  }

  @Test
  void aBareWordMayHoldSignsOfComparisons() {
    assertThat(Condition.parse("flag=mode=fast && x!=a<b"))
        .isEqualTo(
            new AllOf(
                List.of(
                    new Comparison("flag", Operator.EQUAL, "mode=fast"),
                    new Comparison("x", Operator.NOT_EQUAL, "a<b"))));
  }

  @Test
  void quotedLiteralsHaveEscapes() {
    assertThat(Condition.parse("a='it\\'s \\\"so\\\" \\\\ \\d'"))
        .isEqualTo(new Comparison("a", Operator.EQUAL, "it's \"so\" \\ \\d"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                  | 0  | a test is missing at the end",
        "&&                  | 0  | expected a key",
        "outcome=fail &&     | 15 | a test is missing at the end",
        "a<x                 | 2  | < compares numbers",
        "a<                  | 2  | a value is missing after <",
        "=x                  | 0  | expected a key",
        "a b=c               | 2  | expected && or",
        "(a                  | 2  | a closing parenthesis is missing",
        "a)                  | 1  | this parenthesis closes nothing",
        "a=b or c=d          | 2  | 'b or c=d' holds another comparison",
        "a=b & c             | 4  | expected && or",
        "a='b                | 2  | the quoted value that begins here has no end",
        "a='b' c             | 6  | expected && or",
        "a in b              | 5  | expected a list",
        "a in ()             | 6  | expected a value",
        "a in (b c)          | 8  | expected , or )",
        "a contains          | 10 | a value is missing after contains",
        "a contains b c      | 13 | expected && or",
        "a..b                | 0  | 'a..b' is no key",
        "1a                  | 0  | '1a' is no key",
        "!                   | 1  | a test is missing at the end",
        "a matches '.*'      | 2  | expected && or",
      })
  void anythingElseIsASyntaxErrorWithACaret(String text, int place, String message) {
    assertThatThrownBy(() -> Condition.parse(text))
        .isInstanceOfSatisfying(
            ConditionSyntaxException.class,
            e -> assertThat(e.pointed()).isEqualTo(text + "\n" + " ".repeat(place) + "^"))
        .hasMessageContaining(message);
  }

  @Test
  void nestingHasALimitAndNoStackOverflow() {
    assertThatThrownBy(() -> Condition.parse("(".repeat(100_000) + "a"))
        .hasMessageContaining("nested too deeply");
    assertThatThrownBy(() -> Condition.parse("!".repeat(100_000) + "a"))
        .hasMessageContaining("nested too deeply");
    assertThat(Condition.parse("!".repeat(99) + "a").holds(_ -> "yes")).isFalse();
    assertThat(Condition.parse("a && ".repeat(20_000) + "a").holds(_ -> "yes")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "outcome=fail",
        "a!=b && c",
        "context.x.y=1 && outcome=needs_dod",
        "a || b && !c",
        "(a || b) && c",
        "!(a=b)",
        "a in (x, 'y z')",
        "a contains x && b<=3"
      })
  void printsAsItWasWritten(String text) {
    assertThat(Condition.parse(text)).hasToString(text);
  }

  @Test
  void tellsWhatItLooksAt() {
    Condition condition =
        Condition.parse("context.outcome=failed || outcome in (ok, Needs-DoD) || context.x>3");

    assertThat(condition.keys()).containsExactly("outcome", "x");
    assertThat(condition.literals("outcome")).containsExactly("fail", "success", "needs_dod");
    assertThat(condition.literals("x")).containsExactly("3");
    assertThat(condition.looksAtOutcome()).isTrue();
    assertThat(Condition.parse("context.x=fail").looksAtOutcome()).isFalse();
  }

  @Test
  void whatIsNotKnownMayHoldOrNot() {
    Condition.Known known = name -> name.equals("outcome") ? Optional.of("fail") : Optional.empty();

    assertThat(Condition.parse("outcome=fail && x").judge(known)).isEqualTo(Truth.MAYBE);
    assertThat(Condition.parse("outcome=success && x").judge(known)).isEqualTo(Truth.NO);
    assertThat(Condition.parse("outcome=fail || x").judge(known)).isEqualTo(Truth.YES);
    assertThat(Condition.parse("!(outcome=success && x)").judge(known)).isEqualTo(Truth.YES);
  }

  @Test
  void treesAreFlat() {
    Truthy a = new Truthy("a");

    assertThat(new AllOf(List.of(new AllOf(List.of(a, a)), a)))
        .isEqualTo(new AllOf(List.of(a, a, a)));
    assertThat(new AnyOf(List.of(new AnyOf(List.of(a, a)), a)))
        .isEqualTo(new AnyOf(List.of(a, a, a)));
    assertThat(new Not(new OneOf("a", List.of("x")))).hasToString("!(a in (x))");
  }
}
