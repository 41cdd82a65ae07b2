package dev.attractor.http.release;

import dev.attractor.http.client.BoundedClient;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.release.ProgramVersion;
import dev.attractor.ports.release.ReleaseSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a server for the newest version. */
public final class HttpReleases implements ReleaseSource {
  private static final int OK = 200;
  private static final String HINT =
      "look at the address: a text with the newest version in its first line has to be there";

  private final BoundedClient client;

  /**
   * Makes one.
   *
   * @param largest bytes that an answer may have
   */
  public HttpReleases(long largest) {
    this.client = new BoundedClient(largest);
  }

  @Override
  public ProgramVersion newest(URI location, Duration timeout) {
    HttpResponse<String> response = ask(location, timeout);
    if (response.statusCode() != OK) {
      throw AttractorException.usage(
          "%s answered HTTP %d".formatted(location, response.statusCode()), HINT);
    }
    try {
      return new ProgramVersion(response.body().lines().findFirst().orElse("").strip());
    } catch (IllegalArgumentException _) {
      throw AttractorException.usage("%s begins with no version".formatted(location), HINT);
    }
  }

  private HttpResponse<String> ask(URI location, Duration timeout) {
    try {
      return client.send(HttpRequest.newBuilder(location).GET().build(), timeout);
    } catch (IllegalArgumentException _) {
      throw AttractorException.usage(
          "%s is no address of a server".formatted(location), "it begins with https://");
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot ask %s for the newest version: %s".formatted(location, e),
          "look at the connection and the address, and ask again",
          e);
    }
  }
}
