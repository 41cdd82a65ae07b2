package dev.attractor.http;

import dagger.Module;
import dagger.Provides;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.catalog.ModelCatalogSource;

/** Binds outgoing HTTP. */
@Module
public final class HttpModule {
  private static final long LARGEST = 50_000_000;

  private HttpModule() {}

  @Provides
  static ModelCatalogSource modelCatalogSource(HostEnvironment host) {
    return new HttpModelCatalog(new ServedBefore(host.cache().resolve("catalogs")), LARGEST);
  }
}
