package dev.attractor.cli.workbench;

import dev.attractor.ports.spi.AttractorPlugin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Packs the plugins of {@code dev.attractor.cli.plugin} as their author would. */
public final class PluginJar {
  private PluginJar() {}

  /** Writes a jar with one plugin, and makes the folder for it. */
  public static void write(Path file, Class<? extends AttractorPlugin> plugin) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path classes = Path.of("target", "test-classes", "dev", "attractor", "cli", "plugin");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
        Stream<Path> files = Files.list(classes)) {
      for (Path one : files.toList()) {
        jar.putNextEntry(new JarEntry("dev/attractor/cli/plugin/" + one.getFileName()));
        Files.copy(one, jar);
      }
      jar.putNextEntry(new JarEntry("META-INF/services/" + AttractorPlugin.class.getName()));
      jar.write(plugin.getName().getBytes(StandardCharsets.UTF_8));
    }
  }
}
