package dev.attractor.archtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Java files of all modules, also of tests that are not compiled here. */
final class Sources {
  private Sources() {}

  /** Returns those below a folder of the modules, such as {@code src/test/java}. */
  static List<Path> below(String folder) throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path root :
          modules.map(module -> module.resolve(folder)).filter(Files::isDirectory).toList()) {
        try (Stream<Path> files = Files.walk(root)) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
      }
    }
    return sources;
  }
}
