package dev.attractor.domain.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS §8: conditions. */
class ConditionTest {
  private static final Map<String, String> FACTS =
      Map.of(
          "outcome", "fail",
          "preferred_label", "Go on",
          "context.count", "3",
          "context.no", "no",
          "context.zero", "0",
          "ready", "yes");

  @ParameterizedTest
  @CsvSource({
    "outcome=fail,true",
    "outcome = fail,true",
    "outcome=failure,true",
    "outcome=ERROR,true",
    "outcome!=success,true",
    "outcome=success,false",
    "outcome=fail && context.count=3,true",
    "outcome=fail && context.count!=3,false",
    "context.missing=x,false",
    "context.missing!=x,true",
    "ready,true",
    "context.no,false",
    "context.zero,false",
    "context.missing,false",
    "'preferred_label=\"Go on\"',true",
  })
  void holds(String text, boolean expected) {
    assertThat(Condition.parse(text).holds(key -> FACTS.getOrDefault(key, ""))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "&&", "outcome=fail &&", "a || b", "a==b", "a<3", "=x", "a=", "a b=c"})
  void anythingElseIsASyntaxError(String text) {
    assertThatThrownBy(() -> Condition.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"outcome=fail", "a!=b && c", "context.x.y=1 && outcome=needs_dod"})
  void printsAsItWasWritten(String text) {
    assertThat(Condition.parse(text)).hasToString(text);
  }
}
