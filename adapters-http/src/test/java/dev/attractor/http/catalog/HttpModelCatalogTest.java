package dev.attractor.http.catalog;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.attractor.ports.AttractorException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class HttpModelCatalogTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String BODY = "{\"a-model\":{}}";

  @RegisterExtension
  private static final WireMockExtension SERVER =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  @TempDir private Path folder = Path.of("");

  @SuppressWarnings("NullAway.Init")
  private HttpModelCatalog catalog;

  @BeforeEach
  void makeCatalog() {
    catalog = new HttpModelCatalog(folder.resolve("catalogs"), 10_000);
  }

  private static void serves(ResponseDefinitionBuilder answer) {
    SERVER.stubFor(get("/models.json").willReturn(answer));
  }

  private String fetch(Duration timeout) {
    return catalog.fetch(URI.create(SERVER.baseUrl() + "/models.json"), timeout);
  }

  private AbstractThrowableAssert<?, ?> assertRefused(Duration timeout) {
    return assertThatThrownBy(() -> fetch(timeout))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("/models.json");
  }

  @Test
  void returnsTheCatalogAsItIsServed() {
    serves(ok(BODY));

    assertThat(fetch(LONG)).isEqualTo(BODY);
  }

  @Test
  void whatIsStillTheSameIsNotServedAgain() {
    serves(ok(BODY).withHeader("ETag", "\"v1\""));
    assertThat(fetch(LONG)).isEqualTo(BODY);

    serves(aResponse().withStatus(304));
    assertThat(fetch(LONG)).isEqualTo(BODY);
    SERVER.verify(
        getRequestedFor(urlEqualTo("/models.json")).withHeader("If-None-Match", equalTo("\"v1\"")));

    serves(ok("{}").withHeader("ETag", "\"v2\""));
    assertThat(fetch(LONG)).as("what has changed").isEqualTo("{}");
  }

  @Test
  void withoutARememberedAnswer304IsNone() {
    serves(aResponse().withStatus(304));

    assertRefused(LONG).hasMessageContaining("304");
  }

  @Test
  void aFailureOfTheServerIsNamed() {
    serves(serverError());

    assertRefused(LONG).hasMessageContaining("500");
  }

  @Test
  void garbageIsNoCatalogAndIsNotRemembered() throws Exception {
    serves(ok("<html>").withHeader("ETag", "\"v1\""));
    assertRefused(LONG).hasMessageContaining("no JSON");
    serves(ok("[]"));
    assertRefused(LONG).hasMessageContaining("no JSON object");
    serves(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
    assertRefused(LONG);
    serves(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
    assertRefused(LONG);

    try (Stream<Path> kept = Files.walk(folder)) {
      assertThat(kept.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void whatIsTooLargeIsNotReadToItsEnd() {
    serves(ok(" ".repeat(10_000) + BODY));

    assertRefused(LONG);
  }

  @Test
  void aSlowAnswerIsNotWaitedForWhetherItsBeginningOrItsRestIsSlow() {
    serves(ok(BODY).withFixedDelay(600_000));
    assertRefused(Duration.ofMillis(300)).hasMessageContaining("within 300 ms");
    serves(ok(BODY).withChunkedDribbleDelay(5, 600_000));
    assertRefused(Duration.ofMillis(300)).hasMessageContaining("within 300 ms");
  }
}
