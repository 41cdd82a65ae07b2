package dev.attractor.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.agent.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.0s",
    "1234, 1.2s",
    "9999, 9.9s",
    "10000, 10s",
    "59999, 59s",
    "60000, 1m 00s",
    "3599999, 59m 59s",
    "3600000, 1h 00m",
    "359940000, 99h 59m"
  })
  void timesAreShort(long millis, String text) {
    assertThat(Amounts.time(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "999, 999",
    "1000, 1.0k",
    "999949, 999.9k",
    "999950, 1.0M",
    "12345678, 12.3M"
  })
  void tokensAreRounded(long tokens, String text) {
    assertThat(Amounts.tokens(new Usage(tokens, 0, 0, BigDecimal.ZERO))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, ''", "0.001, <$0.01", "0.005, $0.01", "12.5, $12.50"})
  void moneyIsToldInCents(BigDecimal cost, String text) {
    assertThat(Amounts.money(Usage.NONE.withCost(cost))).isEqualTo(text);
  }

  @Test
  void inASentenceOnlyWhatIsKnownIsTold() {
    assertThat(Amounts.used(Usage.NONE)).isEmpty();
    assertThat(Amounts.used(new Usage(1500, 0, 0, BigDecimal.ONE))).isEqualTo("1.5k tokens, $1.00");
  }
}
