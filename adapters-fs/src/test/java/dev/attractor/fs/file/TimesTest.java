package dev.attractor.fs.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times are read as {@link Instant#parse} reads them. */
class TimesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-30T12:34:56.789Z",
        "2026-11-30T12:34:56Z",
        "2024-02-29T00:00:00.000Z",
        "2026-11-30T12:34:56.123456Z",
        "2026-11-30T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "2026-11-30T12:34:56.789+02:00",
        "+12026-11-30T12:34:56Z",
        "-0001-11-30T12:34:56.789Z",
      })
  void isThatOfTheJdk(String text) {
    assertThat(Times.read(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-02-29T00:00:00.000Z",
        "2026-13-30T12:34:56Z",
        "2026-11-30T25:00:00Z",
        "2026-11-30 12:34:56Z",
        "2026-11-30T12:34:5aZ",
        "2026-11-30T12:34:56.7\u0668\u0669Z",
      })
  void whatIsNoneIsRefusedByItsText(String text) {
    assertThatThrownBy(() -> Times.read(text))
        .isInstanceOf(DateTimeException.class)
        .hasMessageContaining(text);
  }

  @Test
  void allThatAreWrittenAreRead() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      Instant time =
          Instant.ofEpochMilli(random.nextLong(-62_000_000_000_000L, 250_000_000_000_000L));
      assertThat(Times.read(time.toString())).isEqualTo(time);
    }
  }
}
