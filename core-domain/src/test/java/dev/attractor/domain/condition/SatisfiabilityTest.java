package dev.attractor.domain.condition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which conditions can hold at all, and which pairs of them both. */
class SatisfiabilityTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a=1 && a=2; NO",
        "a=1 && a!=2; YES",
        "a=1 && !a; NO",
        "a && !a; NO",
        "a!='' && !a; YES",
        "a<3 && a>3; NO",
        "a<3 && a>2; YES",
        "a<=3 && a>=3 && a!=3; YES",
        "a<1 && a!=0; YES",
        "a>1 && a!=2 && a!=2.00; YES",
        "a in (x, y) && a!=x && a!=y; NO",
        "a in (x, y) && a!=x; YES",
        "outcome=fail && outcome=failed; YES",
        "outcome=fail && outcome in (success, skipped); NO",
        "outcome=; NO",
        "context.outcome=success && outcome=fail; NO",
        "failure_class=transient; NO",
        "failure_class=transient_infra; YES",
        "a contains x && a starts_with y && a ends_with z; YES",
        "a contains x && !(a contains x); MAYBE",
        "a=xy && a contains z; MAYBE",
      })
  void canHold(String text, Truth expected) {
    assertThat(Satisfiability.canHold(Condition.parse(text))).isEqualTo(expected);
  }
}
