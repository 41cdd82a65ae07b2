package dev.attractor.ports.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a run takes its catalog of models from; it keeps a copy.
 *
 * @param path a file instead of the catalog that comes with the program
 * @param url where to fetch a newer one when a run begins; by default nowhere. If that fails, the
 *     other one is used, with a warning
 * @param fetchTimeout how long that may take
 */
public record CatalogConfig(Optional<Path> path, Optional<URI> url, Duration fetchTimeout) {
  /** The catalog that comes with the program. */
  public static final CatalogConfig DEFAULT =
      new CatalogConfig(Optional.empty(), Optional.empty(), Duration.ofSeconds(5));
}
