package dev.attractor.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {
  @ParameterizedTest
  @CsvSource({"plan, 4", "Grüße, 5", "世界, 4", "e\u0301, 1", "🌍, 2", "✓, 1", "…, 1", "한글, 4"})
  void eachSignTakesAsManyColumnsAsTerminalsGiveIt(String text, int columns) {
    assertThat(Columns.of(text)).isEqualTo(columns);
  }

  @Test
  void whatIsCutOffIsTold() {
    assertThat(Columns.cut("implement", 9)).isEqualTo("implement");
    assertThat(Columns.cut("implement", 8)).isEqualTo("impleme…");
    assertThat(Columns.cut("世界世界", 6)).as("half a sign fits nowhere").isEqualTo("世界…");
    assertThat(Columns.cut("ab", 1)).isEqualTo("…");
    assertThat(Columns.cut("ab", 0)).isEmpty();
  }

  @Test
  void whatIsTooShortIsFilled() {
    assertThat(Columns.fill("世", 4)).isEqualTo("世  ");
    assertThat(Columns.fill("plan", 2)).isEqualTo("p…");
  }
}
