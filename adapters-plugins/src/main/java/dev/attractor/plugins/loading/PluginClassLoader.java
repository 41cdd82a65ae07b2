package dev.attractor.plugins.loading;

import dev.attractor.ports.spi.AttractorPlugin;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * Loads the classes of one plugin. It shares the SPI and the domain types in its signatures with
 * the program and nothing else, so that a plugin may bring libraries of its own in any version. It
 * is no security boundary.
 */
final class PluginClassLoader extends URLClassLoader {
  private static final List<String> SHARED =
      List.of(
          "dev.attractor.ports.spi.",
          "dev.attractor.domain.outcome.",
          "dev.attractor.domain.agent.",
          "org.jspecify.annotations.");

  PluginClassLoader(String name, List<URL> jars) {
    super(name, jars.toArray(URL[]::new), new SharedTypes());
  }

  /** The platform, and what of the program is shared. */
  private static final class SharedTypes extends ClassLoader {
    private static final ClassLoader PROGRAM = AttractorPlugin.class.getClassLoader();

    SharedTypes() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (SHARED.stream().anyMatch(name::startsWith)) {
        return PROGRAM.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
