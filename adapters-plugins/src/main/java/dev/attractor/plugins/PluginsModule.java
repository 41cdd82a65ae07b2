package dev.attractor.plugins;

import dagger.Module;
import dagger.Provides;
import dev.attractor.ports.plugins.PluginCatalog;

/** Binds the plugins. */
@Module
public final class PluginsModule {
  private PluginsModule() {}

  @Provides
  static PluginCatalog pluginCatalog() {
    return ClassPathPlugins.load(PluginsModule.class.getClassLoader());
  }
}
