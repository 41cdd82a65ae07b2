package dev.attractor.ports.plugins;

import java.nio.file.Path;
import java.util.List;

/**
 * Folders to look for plugins in, besides the usual one: each sub-folder or jar there is a plugin.
 *
 * @param folders in the order they are looked through
 */
public record PluginPath(List<Path> folders) {
  public PluginPath {
    folders = List.copyOf(folders);
  }
}
