package dev.attractor.http.release;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.notFound;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.release.ProgramVersion;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReleasesTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @RegisterExtension
  private static final WireMockExtension SERVER =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  private final HttpReleases releases = new HttpReleases(1000);

  private static void serves(ResponseDefinitionBuilder answer) {
    SERVER.stubFor(get("/latest.txt").willReturn(answer));
  }

  private ProgramVersion newest(Duration timeout) {
    return releases.newest(URI.create(SERVER.baseUrl() + "/latest.txt"), timeout);
  }

  private void assertFails(AttractorException.Kind kind, Duration timeout, String why) {
    assertThatThrownBy(() -> newest(timeout))
        .isInstanceOfSatisfying(
            AttractorException.class, problem -> assertThat(problem.kind()).isEqualTo(kind))
        .hasMessageContaining("/latest.txt")
        .hasMessageContaining(why);
  }

  @Test
  void theFirstLineIsTheVersion() {
    serves(ok("1.10.0\r\nwhatever\n"));

    assertThat(newest(LONG)).isEqualTo(new ProgramVersion("1.10.0"));
  }

  @Test
  void whereTheServerPointsToIsAsked() {
    serves(temporaryRedirect("/v2/latest.txt"));
    SERVER.stubFor(get("/v2/latest.txt").willReturn(ok("2.0.0")));

    assertThat(newest(LONG)).isEqualTo(new ProgramVersion("2.0.0"));
  }

  @Test
  void whatIsNotThereIsTheFaultOfTheAddress() {
    serves(notFound());

    assertFails(AttractorException.Kind.USAGE, LONG, "404");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "\n1.0.0", "v1.0.0", "1.0.0/../2"})
  void whatIsNoVersionIsRefused(String text) {
    serves(ok(text));

    assertFails(AttractorException.Kind.USAGE, LONG, "no version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest.txt", "file:///latest.txt", "https:latest.txt"})
  void whatIsNoAddressOfAServerIsRefused(String address) {
    assertThatThrownBy(() -> releases.newest(URI.create(address), LONG))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining(address + " is no address");
  }

  @Test
  void aServerThatFailsIsTroubleOfTheMachine() {
    serves(aResponse().withFault(Fault.EMPTY_RESPONSE));
    assertFails(AttractorException.Kind.MACHINE, LONG, "cannot ask");
    serves(ok("1.0.0" + " ".repeat(1000)));
    assertFails(AttractorException.Kind.MACHINE, LONG, "cannot ask");
    serves(ok("1.0.0").withChunkedDribbleDelay(5, 600_000));
    assertFails(AttractorException.Kind.MACHINE, Duration.ofMillis(300), "within 300 ms");
  }
}
