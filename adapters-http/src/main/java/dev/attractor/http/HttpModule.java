package dev.attractor.http;

import dagger.Module;
import dagger.Provides;
import dev.attractor.http.catalog.HttpModelCatalog;
import dev.attractor.http.release.HttpReleases;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.catalog.ModelCatalogSource;
import dev.attractor.ports.release.ReleaseSource;

/** Binds outgoing HTTP. */
@Module
public final class HttpModule {
  private static final long LARGEST_CATALOG = 50_000_000;
  private static final long LARGEST_VERSION = 10_000;

  private HttpModule() {}

  @Provides
  static ModelCatalogSource modelCatalogSource(HostEnvironment host) {
    return new HttpModelCatalog(host.cache().resolve("catalogs"), LARGEST_CATALOG);
  }

  @Provides
  static ReleaseSource releaseSource() {
    return new HttpReleases(LARGEST_VERSION);
  }
}
