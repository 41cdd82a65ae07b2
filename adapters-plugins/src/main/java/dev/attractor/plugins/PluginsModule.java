package dev.attractor.plugins;

import dagger.Module;
import dagger.Provides;
import dev.attractor.plugins.loading.PluginFolders;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.plugins.PluginPath;
import jakarta.inject.Singleton;

/** Binds the plugins. */
@Module
public final class PluginsModule {
  private PluginsModule() {}

  @Provides
  @Singleton // loading them again would make other classes of the same names
  static PluginCatalog pluginCatalog(HostEnvironment host, PluginPath path) {
    return new PluginFolders(host, path).load();
  }
}
