package dev.attractor.providers.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {
  @Test
  void theFirstStepThatFitsVisitAndAttemptIsPlayed() {
    Script script =
        Script.parse(
            """
            a:
              - {visit: 1, attempt: 1, say: first}
              - {visit: 1, say: again, delay: 250}
              - {say: later, files: {x.txt: "content"}}
            """);

    assertThat(script.find("a", 1, 1, 0, "").orElseThrow().say()).isEqualTo("first");
    assertThat(script.find("a", 1, 2, 0, "").orElseThrow().delay())
        .isEqualTo(Duration.ofMillis(250));
    assertThat(script.find("a", 3, 1, 0, "").orElseThrow().files())
        .containsEntry("x.txt", "content");
    assertThat(script.find("b", 1, 1, 0, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[a]", "a: {say: x}", "a: [{sya: x}]", "a: [", "plain"})
  void whatIsNoScriptIsRefused(String text) {
    assertThatThrownBy(() -> Script.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
