package dev.attractor.http;

import dagger.Module;
import dagger.Provides;
import dev.attractor.ports.catalog.ModelCatalogSource;

/** Binds outgoing HTTP. */
@Module
public final class HttpModule {
  private HttpModule() {}

  @Provides
  static ModelCatalogSource modelCatalogSource() {
    return new HttpModelCatalog();
  }
}
