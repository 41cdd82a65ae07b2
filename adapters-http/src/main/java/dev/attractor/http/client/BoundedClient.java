package dev.attractor.http.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks servers, and follows where they point to.
 *
 * @param largest bytes that an answer may have
 */
public record BoundedClient(long largest) {
  /**
   * Returns the answer to a request. The limit holds for the whole of it; the client's own one ends
   * with its first line.
   *
   * @throws IOException when there is none within the time, or it is too large
   */
  public HttpResponse<String> send(HttpRequest request, Duration timeout) throws IOException {
    HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    try {
      return client
          .sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), largest))
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer within %d ms".formatted(timeout.toMillis()));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      client.shutdownNow();
    }
  }
}
