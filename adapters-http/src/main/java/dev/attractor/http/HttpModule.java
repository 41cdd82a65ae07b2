package dev.attractor.http;

import dagger.Module;
import dagger.Provides;
import dev.attractor.http.catalog.HttpModelCatalog;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.catalog.ModelCatalogSource;

/** Binds outgoing HTTP. */
@Module
public final class HttpModule {
  private static final long LARGEST = 50_000_000;

  private HttpModule() {}

  @Provides
  static ModelCatalogSource modelCatalogSource(HostEnvironment host) {
    return new HttpModelCatalog(host.cache().resolve("catalogs"), LARGEST);
  }
}
