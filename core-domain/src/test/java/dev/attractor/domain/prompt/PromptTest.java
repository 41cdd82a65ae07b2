package dev.attractor.domain.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.fidelity.Fidelity;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS §8: prompts. */
class PromptTest {
  @Test
  void knownNamesExpandUnknownOnesStayAndADoubledDollarIsOne() {
    assertThat(
            Variables.expand(
                "$goal costs $$5, says $who at $noon", Map.of("goal", "It", "who", "A\\$1")))
        .isEqualTo("It costs $5, says A\\$1 at $noon");
  }

  private static Preamble.Facts facts(int stages, String output) {
    List<Preamble.Past> past =
        IntStream.range(0, stages)
            .mapToObj(n -> new Preamble.Past("stage" + n, "success", "detail ".repeat(20)))
            .toList();
    return new Preamble.Facts(
        "plan",
        "RUN",
        "a goal",
        "/w",
        "/s/status.json",
        past,
        Map.of("outcome", "fail", "tool.output", output, "note", "kept"));
  }

  @ParameterizedTest
  @EnumSource(Fidelity.class)
  void everyPromptOpensWithWhereToWorkAndHowToReport(Fidelity fidelity) {
    assertThat(Preamble.of(fidelity, facts(3, "")))
        .contains("/w", "nothing outside", "/s/status.json", "failure_reason");
  }

  @ParameterizedTest
  @EnumSource(Fidelity.class)
  void whatIsCarriedStaysWithinTheBudget(Fidelity fidelity) {
    String carried = Preamble.carried(fidelity, facts(1_000, "x".repeat(100_000)));

    assertThat(carried.length()).isLessThanOrEqualTo(fidelity.budget());
  }

  @Test
  void theModesDifferInWhatTheyCarry() {
    assertThat(Preamble.carried(Fidelity.FULL, facts(2, ""))).isEmpty();
    assertThat(Preamble.carried(Fidelity.TRUNCATE, facts(2, "")))
        .contains("a goal", "RUN")
        .doesNotContain("stage1");
    assertThat(Preamble.carried(Fidelity.COMPACT, facts(2, "")))
        .contains("stage1: success", "How it ended\nfail")
        .doesNotContain("detail");
    assertThat(Preamble.carried(Fidelity.SUMMARY_LOW, facts(20, "")))
        .contains("stage19: success (detail")
        .doesNotContain("stage3:", "note: kept");
    assertThat(Preamble.carried(Fidelity.SUMMARY_HIGH, facts(20, "")))
        .contains("stage3:", "note: kept");
  }
}
