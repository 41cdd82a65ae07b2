package dev.attractor.domain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of runs. */
class RunIdTest {
  private static final RunId RUN = new RunId("RUN");

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a b", "-a", "a..b", "a.", ".a", "a.lock", "ä"})
  void whatWouldBeNoNameOfARefIsNoId(String text) {
    assertThatThrownBy(() -> new RunId(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'%s' cannot be a run id".formatted(text));
    assertThat(RunId.ofOutermost(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"parallel", "latest", "a.b"})
  void whatMeansSomethingElseIsNoIdOfARunThatIsInsideNoOther(String text) {
    assertThat(RunId.ofOutermost(text)).isEmpty();
  }

  @Test
  void aRunThatIsInsideNoOtherHasNoLongId() {
    String longest = "a".repeat(RunId.LONGEST);

    assertThat(RunId.ofOutermost(longest)).contains(new RunId(longest));
    assertThat(RunId.ofOutermost(longest + "a")).isEmpty();
  }

  @Test
  void aRunInsideAnotherKnowsThatOneAndItsOwnName() {
    RunId branch = RUN.inside("fan-p1-b").inside("part-v1-a1");

    assertThat(branch).hasToString("RUN.fan-p1-b.part-v1-a1");
    assertThat(branch.isInside()).isTrue();
    assertThat(branch.outermost()).isEqualTo(RUN);
    assertThat(branch.name()).isEqualTo("part-v1-a1");
    assertThat(RUN.isInside()).isFalse();
    assertThat(RUN.outermost()).isEqualTo(RUN);
    assertThat(RUN.name()).isEqualTo("RUN");
  }
}
