package dev.attractor.ports.catalog;

import java.net.URI;
import java.time.Duration;

/** Fetches the catalog of models. */
public interface ModelCatalogSource {
  /**
   * Returns the catalog as it is served.
   *
   * @throws dev.attractor.ports.AttractorException when it cannot be had within the time
   */
  String fetch(URI location, Duration timeout);
}
