package dev.attractor.http.catalog;

import dev.attractor.ports.AttractorException;
import dev.attractor.ports.catalog.ModelCatalogSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Fetches the catalog of models over HTTP, unless the server says that it is still the same. */
public final class HttpModelCatalog implements ModelCatalogSource {
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final String HINT =
      "check modeldb.litellm_catalog_url, or remove it: the catalog is optional";

  private final ServedBefore before;
  private final long largest;

  /**
   * Makes one.
   *
   * @param memory a folder for what addresses have answered before
   * @param largest bytes that an answer may have
   */
  public HttpModelCatalog(Path memory, long largest) {
    this.before = new ServedBefore(memory);
    this.largest = largest;
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

  /** The limit holds for the whole answer; the client's own one ends with its first line. */
  private HttpResponse<String> send(HttpRequest request, Duration timeout) {
    HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    try {
      return client
          .sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), largest))
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw cannotFetch(request, "no whole answer within %d ms".formatted(timeout.toMillis()), e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() instanceof IOException io ? io : e;
      throw cannotFetch(request, cause.toString(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cannotFetch(request, "interrupted", e);
    } finally {
      client.shutdownNow();
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

  private static AttractorException cannotFetch(HttpRequest request, String why, Throwable cause) {
    return AttractorException.machine(
        "cannot fetch the model catalog from %s: %s".formatted(request.uri(), why), HINT, cause);
  }
}
