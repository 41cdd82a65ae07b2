package dev.attractor.plugins;

import dev.attractor.ports.Problem;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AttractorPlugin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The plugins on the class path, the built-in ones among them. */
final class ClassPathPlugins implements PluginCatalog {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*");

  private final List<AgentProvider> providers;

  private ClassPathPlugins(List<AgentProvider> providers) {
    this.providers = List.copyOf(providers);
  }

  static ClassPathPlugins load(ClassLoader loader) {
    List<AttractorPlugin> plugins = new ArrayList<>();
    ServiceLoader.load(AttractorPlugin.class, loader).forEach(plugins::add);
    return of(plugins);
  }

  /**
   * Takes plugins in.
   *
   * @throws Problem when one was made for another version of the SPI, or a name is malformed or
   *     taken
   */
  static ClassPathPlugins of(List<AttractorPlugin> plugins) {
    Map<String, String> owners = new HashMap<>();
    List<AgentProvider> providers = new ArrayList<>();
    for (AttractorPlugin plugin : plugins) {
      if (plugin.spiVersion() != AttractorPlugin.SPI_VERSION) {
        throw Problem.usage(
            "the plugin %s was made for version %d of the SPI; this is version %d"
                .formatted(plugin.name(), plugin.spiVersion(), AttractorPlugin.SPI_VERSION),
            "use a build of the plugin for this version, or remove it");
      }
      for (AgentProvider provider : plugin.agentProviders()) {
        claim(plugin, provider, owners);
        providers.add(provider);
      }
    }
    return new ClassPathPlugins(providers);
  }

  private static void claim(
      AttractorPlugin plugin, AgentProvider provider, Map<String, String> owners) {
    Set<String> names = new TreeSet<>(provider.aliases());
    names.add(provider.name());
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        throw Problem.usage(
            "the plugin %s calls a provider '%s'".formatted(plugin.name(), name),
            "names are lower-case letters, digits, '_' and '-'");
      }
      String other = owners.putIfAbsent(name, plugin.name());
      if (other != null) {
        throw Problem.usage(
            "the plugins %s and %s both have a provider '%s'".formatted(other, plugin.name(), name),
            "remove one of them");
      }
    }
  }

  @Override
  public List<AgentProvider> agentProviders() {
    return providers;
  }
}
