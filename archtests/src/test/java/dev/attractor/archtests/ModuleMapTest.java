package dev.attractor.archtests;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.attractor.testkit.docs.GeneratedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/architecture.md shows the modules and packages as they are. */
class ModuleMapTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void thePageShowsTheModulesAsTheyAre() throws IOException {
    // From the folders that are compiled into: the jars leave out what only demonstrations need.
    List<Path> classes;
    try (Stream<Path> modules = Files.list(ROOT)) {
      classes =
          modules
              .filter(module -> !module.endsWith("benchmarks")) // built only when asked for
              .map(module -> module.resolve("target").resolve("classes"))
              .filter(Files::isDirectory)
              .toList();
    }
    ModuleMap map = new ModuleMap(ROOT, new ClassFileImporter().importPaths(classes));
    new GeneratedPart(ROOT.resolve("docs/architecture.md"), "ModuleMapTest").tells(map.page());
  }
}
