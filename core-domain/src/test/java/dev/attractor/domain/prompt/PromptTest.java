package dev.attractor.domain.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** SEMANTICS §8: prompts. */
class PromptTest {
  @Test
  void knownNamesExpandUnknownOnesStayAndADoubledDollarIsOne() {
    assertThat(
            Variables.expand(
                "$goal costs $$5, says $who at $noon", Map.of("goal", "It", "who", "A\\$1")))
        .isEqualTo("It costs $5, says A\\$1 at $noon");
  }

  @Test
  void thePreambleSaysWhereToWorkAndHowToReport() {
    String preamble =
        Preamble.of("plan", "a goal", "/w", "/s/status.json", Map.of("outcome", "fail"));

    assertThat(preamble)
        .contains("/w", "nothing outside", "/s/status.json", "a goal", "How it ended\nfail");
  }
}
