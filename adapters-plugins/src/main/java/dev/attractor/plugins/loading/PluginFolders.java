package dev.attractor.plugins.loading;

import dev.attractor.ports.AttractorException;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.plugins.PluginPath;
import dev.attractor.ports.spi.AttractorPlugin;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Loads plugins: those of the class path, the built-in ones among them, then each sub-folder and
 * jar of the plugin folders in the order of their names, each in a class loader of its own.
 */
public final class PluginFolders {
  private final HostEnvironment host;
  private final PluginPath path;
  private final FoundPlugins found = new FoundPlugins();

  /**
   * Makes them.
   *
   * @param host whose configuration folder is looked into
   * @param path where else, as the command line says
   */
  public PluginFolders(HostEnvironment host, PluginPath path) {
    this.host = host;
    this.path = path;
  }

  /**
   * Loads all plugins.
   *
   * @throws AttractorException when a folder is missing or has no plugin, or two plugins use one
   *     name
   */
  public PluginCatalog load() {
    take(
        ServiceLoader.load(AttractorPlugin.class, PluginFolders.class.getClassLoader()),
        "class-path",
        "the class path",
        FoundPlugins.Wrapping.NONE);
    Path usual = host.configuration().resolve("plugins");
    if (Files.isDirectory(usual)) {
      searchIn(list(usual));
    }
    path.folders().forEach(this::searchInGiven);
    return found;
  }

  /** Such a folder may be that of a build, where classes and reports lie beside the jar. */
  private void searchInGiven(Path folder) {
    if (Files.isRegularFile(folder)) {
      throw AttractorException.usage(
          "--plugin-path names folders, and %s is a file".formatted(folder),
          isJar(folder)
              ? "name the folder around the jar: --plugin-path " + folder.resolveSibling("")
              : "name the folder around the jar of the plugin");
    }
    if (!Files.isDirectory(folder)) {
      throw AttractorException.usage(
          "there is no plugin folder " + folder,
          "check --plugin-path; it names folders of plugins");
    }
    searchIn(
        list(folder).stream()
            .filter(place -> !Files.isDirectory(place) || !jars(place).isEmpty())
            .toList());
  }

  private void searchIn(List<Path> places) {
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        load(place, jars(place));
      } else if (isJar(place)) {
        load(place, List.of(place));
      }
    }
  }

  private void load(Path place, List<Path> jars) {
    String name = place.getFileName().toString().replaceFirst("\\.jar$", "");
    ClassLoader loader =
        new PluginClassLoader(name, jars.stream().map(PluginFolders::url).toList());
    FoundPlugins.Wrapping wrapping =
        new FoundPlugins.Wrapping() {
          @Override
          public <T> T wrap(Class<T> type, T target) {
            return InPlugin.wrap(type, target, loader);
          }
        };
    int plugins =
        take(ServiceLoader.load(AttractorPlugin.class, loader), name, place.toString(), wrapping);
    if (plugins == 0) {
      jars.forEach(PluginFolders::mustBeReadable);
      throw AttractorException.usage(
          "there is no plugin in " + place,
          "put its jar there, which names its class in META-INF/services/%s; or remove %s"
              .formatted(AttractorPlugin.class.getName(), place));
    }
  }

  /** A class loader passes silently over what it cannot read. */
  private static void mustBeReadable(Path jar) {
    try {
      new JarFile(jar.toFile()).close();
    } catch (IOException e) {
      throw AttractorException.usage(
          "%s is not a readable jar: %s".formatted(jar, e.getMessage()),
          "build or copy it anew, or remove it");
    }
  }

  /** Takes in what a loader finds, and returns how many plugins that was. */
  private int take(
      ServiceLoader<AttractorPlugin> loader,
      String name,
      String origin,
      FoundPlugins.Wrapping wrapping) {
    int count = 0;
    Iterator<AttractorPlugin> plugins = loader.iterator();
    while (true) {
      try {
        if (!plugins.hasNext()) {
          return count;
        }
        AttractorPlugin plugin = wrapping.wrap(AttractorPlugin.class, plugins.next());
        found.add(plugin, name, origin, wrapping);
        count++;
      } catch (ServiceConfigurationError | LinkageError | StackOverflowError e) {
        found.addBroken(name, origin, e); // the loader then goes on to the next one
        count++;
      }
    }
  }

  private static List<Path> jars(Path folder) {
    return list(folder).stream().filter(PluginFolders::isJar).toList();
  }

  private static boolean isJar(Path file) {
    return file.getFileName().toString().endsWith(".jar");
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> listing = Files.list(folder)) {
      return new ArrayList<>(
          listing.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList());
    } catch (IOException e) {
      throw AttractorException.usage(
          "cannot look into the plugin folder %s: %s".formatted(folder, e.getMessage()),
          "check its rights");
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("every file has a URL", e);
    }
  }
}
