package dev.attractor.http;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.attractor.ports.Problem;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HttpModelCatalogTest {
  @RegisterExtension
  private static final WireMockExtension SERVER =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  private static String fetch() {
    return new HttpModelCatalog()
        .fetch(URI.create(SERVER.baseUrl() + "/models.json"), Duration.ofSeconds(20));
  }

  @Test
  void returnsTheCatalogAsItIsServed() {
    SERVER.stubFor(get("/models.json").willReturn(ok("{\"a-model\":{}}")));

    assertThat(fetch()).isEqualTo("{\"a-model\":{}}");
  }

  @Test
  void anythingElseIsNamedWithARemedy() {
    SERVER.stubFor(get("/models.json").willReturn(serverError()));
    assertThatThrownBy(HttpModelCatalogTest::fetch)
        .isInstanceOf(Problem.class)
        .hasMessageContaining("500");

    SERVER.stubFor(get("/models.json").willReturn(ok("<html>")));
    assertThatThrownBy(HttpModelCatalogTest::fetch).isInstanceOf(Problem.class);
  }
}
