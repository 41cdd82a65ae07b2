package dev.attractor.http;

import dev.attractor.ports.Problem;
import dev.attractor.ports.catalog.ModelCatalogSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Fetches the catalog of models over HTTP. */
final class HttpModelCatalog implements ModelCatalogSource {
  private static final long LARGEST = 50_000_000;
  private static final String HINT =
      "check modeldb.litellm_catalog_url, or remove it: the catalog is optional";

  @Override
  public String fetch(URI location, Duration timeout) {
    HttpRequest request = HttpRequest.newBuilder(location).timeout(timeout).GET().build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      HttpResponse<String> response =
          client.send(
              request,
              HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), LARGEST));
      if (response.statusCode() != 200) {
        throw Problem.usage(
            "the model catalog at %s answered HTTP %d".formatted(location, response.statusCode()),
            HINT);
      }
      if (!JsonMapper.shared().readTree(response.body()).isObject()) {
        throw Problem.usage("the model catalog at %s is no JSON object".formatted(location), HINT);
      }
      return response.body();
    } catch (IOException | JacksonException e) {
      throw Problem.machine(
          "cannot fetch the model catalog from %s: %s".formatted(location, e), HINT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.machine("interrupted while fetching the model catalog", "", e);
    }
  }
}
