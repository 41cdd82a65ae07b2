package dev.attractor.http.catalog;

import dev.attractor.http.client.BoundedClient;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.catalog.ModelCatalogSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Fetches the catalog of models over HTTP, unless the server says that it is still the same. */
public final class HttpModelCatalog implements ModelCatalogSource {
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final String HINT =
      "check modeldb.litellm_catalog_url, or remove it: the catalog is optional";

  private final ServedBefore before;
  private final BoundedClient client;

  /**
   * Makes one.
   *
   * @param memory a folder for what addresses have answered before
   * @param largest bytes that an answer may have
   */
  public HttpModelCatalog(Path memory, long largest) {
    this.before = new ServedBefore(memory);
    this.client = new BoundedClient(largest);
  }

  @Override
  public String fetch(URI location, Duration timeout) {
    Optional<ServedBefore.Answer> known = before.recall(location);
    HttpRequest.Builder request = HttpRequest.newBuilder(location).GET();
    known.ifPresent(answer -> request.header("If-None-Match", answer.tag()));
    HttpResponse<String> response = send(request.build(), timeout);
    if (response.statusCode() == NOT_MODIFIED && known.isPresent()) {
      return known.get().body();
    }
    if (response.statusCode() != OK) {
      throw AttractorException.usage(
          "the model catalog at %s answered HTTP %d".formatted(location, response.statusCode()),
          HINT);
    }
    mustBeJson(location, response.body());
    response
        .headers()
        .firstValue("ETag")
        .ifPresent(tag -> before.keep(location, new ServedBefore.Answer(tag, response.body())));
    return response.body();
  }

  private HttpResponse<String> send(HttpRequest request, Duration timeout) {
    try {
      return client.send(request, timeout);
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot fetch the model catalog from %s: %s".formatted(request.uri(), e), HINT, e);
    }
  }

  private static void mustBeJson(URI location, String body) {
    try {
      if (JsonMapper.shared().readTree(body).isObject()) {
        return;
      }
    } catch (JacksonException e) {
      throw AttractorException.usage(
          "the model catalog at %s is no JSON: %s".formatted(location, e.getOriginalMessage()),
          HINT);
    }
    throw AttractorException.usage(
        "the model catalog at %s is no JSON object".formatted(location), HINT);
  }
}
