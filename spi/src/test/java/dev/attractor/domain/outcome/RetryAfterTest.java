package dev.attractor.domain.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS §5: {@code Retry-After}. */
class RetryAfterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP 429 in the event result; retry after 535 ms|535",
        "Retry-After: 120|120000",
        "retry_after=2.5|2500",
        "{'error':{'retryDelay': \"34s\"}}|34000",
        "\"retryDelay\": \"0.5s\"|500",
        "Rate limit reached. Please try again in 1m12.5s.|72500",
        "Please try again in 20s. Visit the page|20000",
        "Please try again in 350ms|350",
        "try again in 2 minutes and hope|120000",
        "Retry after 1 hour|3600000",
        "retry in 5 seconds, then retry in 10 seconds|10000",
        "Your quota resets in 3h 10m|11400000",
        "retry after 99999999 seconds|21600000",
      })
  void aPauseIsFoundInTheWordsOfProviders(String text, long millis) {
    assertThat(RetryAfter.in(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "try again later",
        "retry after the build is green",
        "please try again in a moment",
        "no-retry-after 5 tries",
        "retryAfterEach is not a function",
        "try again in mock 5",
      })
  void wordsWithoutATimeSayNothing(String text) {
    assertThat(RetryAfter.in(text)).isEmpty();
  }

  @Test
  void evidenceAndReasonCountAndTheLongerWins() {
    assertThat(
            Failure.of(FailureClass.TRANSIENT_INFRA, "try again in 5s", "HTTP 429; retry after 2 s")
                .retryAfter())
        .contains(Duration.ofSeconds(5));
  }
}
