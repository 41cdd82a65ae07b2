package dev.attractor.domain.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS §4: the table of reason patterns, line by line. */
class ReasonTableTest {
  static List<ReasonTable.Line> lines() {
    return ReasonTable.lines();
  }

  static Stream<String> notReasons() throws IOException {
    try (var in =
        Objects.requireNonNull(ReasonTableTest.class.getResourceAsStream("not-reasons.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank());
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void theExampleOfALineIsRecognisedByItAndHasItsClass(ReasonTable.Line line) {
    assertThat(line.source()).isNotBlank();
    assertThat(line.fits(line.example())).isTrue();
    assertThat(ReasonTable.classOf(line.example())).isEqualTo(line.failureClass());
    assertThat(ReasonTable.tellsOfRateLimit(line.example())).isEqualTo(line.rateLimit());
  }

  @ParameterizedTest
  @MethodSource("notReasons")
  void inDoubtTheTableSaysNothing(String reason) {
    assertThat(ReasonTable.classOf(reason)).isEmpty();
    assertThat(ReasonTable.tellsOfRateLimit(reason)).isFalse();
  }

  @Test
  void vetoesComeFirstThenTheClassesInTheOrderInWhichTheyWin() {
    assertThat(lines().stream().map(ReasonTable.Line::failureClass).distinct())
        .containsExactly(
            Optional.empty(),
            Optional.of(FailureClass.BUDGET_EXHAUSTED),
            Optional.of(FailureClass.COMPILATION_LOOP),
            Optional.of(FailureClass.TRANSIENT_INFRA),
            Optional.of(FailureClass.CANCELED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          connection reset by peer                              | TRANSIENT_INFRA
          Connection refused                                    | TRANSIENT_INFRA
          the connection was closed                             | TRANSIENT_INFRA
          Error: connect EHOSTUNREACH 10.0.0.1:443              | TRANSIENT_INFRA
          dial tcp: lookup api.example.com: i/o timeout         | TRANSIENT_INFRA
          fatal: unable to access: Could not resolve host: x    | TRANSIENT_INFRA
          network is unreachable                                | TRANSIENT_INFRA
          tls handshake timeout                                 | TRANSIENT_INFRA
          stream closed before response was complete            | TRANSIENT_INFRA
          the stream was cut off                                | TRANSIENT_INFRA
          unexpected EOF                                        | TRANSIENT_INFRA
          status 500                                            | TRANSIENT_INFRA
          status code 504                                       | TRANSIENT_INFRA
          HTTP 502 from the proxy                               | TRANSIENT_INFRA
          HTTP/1.1 503 Service Unavailable                      | TRANSIENT_INFRA
          the API returned HTTP 529                             | TRANSIENT_INFRA
          server returned status 429                            | TRANSIENT_INFRA
          the server is overloaded                              | TRANSIENT_INFRA
          please try again later                                | TRANSIENT_INFRA
          max turns reached                                     | BUDGET_EXHAUSTED
          reached max turns (30)                                | BUDGET_EXHAUSTED
          max tokens exceeded                                   | BUDGET_EXHAUSTED
          context length exceeded                               | BUDGET_EXHAUSTED
          context window exceeded                               | BUDGET_EXHAUSTED
          the prompt exceeds the context window                 | BUDGET_EXHAUSTED
          quota exceeded                                        | BUDGET_EXHAUSTED
          insufficient_quota                                    | BUDGET_EXHAUSTED
          credit balance is too low                             | BUDGET_EXHAUSTED
          Claude AI usage limit reached                         | BUDGET_EXHAUSTED
          canceled                                              | CANCELED
          the run was cancelled                                 | CANCELED
          cancelled by the user                                 | CANCELED
          Interrupted by user                                   | CANCELED
          """)
  void itKnowsTheNetworksWordsThoseOfUsedUpBudgetsAndOfCancelling(
      String reason, FailureClass expected) {
    assertThat(ReasonTable.classOf(reason)).contains(expected);
  }
}
