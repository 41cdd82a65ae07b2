package dev.attractor.archtests;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.attractor.testkit.docs.GeneratedPart;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/architecture.md shows the modules and packages as they are. */
class ModuleMapTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void thePageShowsTheModulesAsTheyAre() throws IOException {
    ModuleMap map =
        new ModuleMap(
            ROOT,
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.attractor"));
    new GeneratedPart(ROOT.resolve("docs/architecture.md"), "ModuleMapTest").tells(map.page());
  }
}
