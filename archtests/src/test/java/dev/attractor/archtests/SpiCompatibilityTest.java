package dev.attractor.archtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.attractor.ports.spi.AttractorPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The SPI is what {@code docs/spi/version-<n>.txt} says it is. A line that goes or changes breaks
 * plugins that were compiled against it, and so does a new abstract method in what plugins
 * implement: raise {@link AttractorPlugin#SPI_VERSION} and begin a new file. What may be added
 * (types, default methods) is added to the file in the same change. {@code
 * -Dattractor.spi.write=true} writes the file as the SPI is now.
 */
class SpiCompatibilityTest {
  private static final Path FILE =
      Path.of("..", "docs", "spi", "version-%d.txt".formatted(AttractorPlugin.SPI_VERSION));
  private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");
  private static final List<String> PACKAGES =
      List.of(
          "dev.attractor.ports.spi", "dev.attractor.domain.outcome", "dev.attractor.domain.agent");

  @Test
  void theSpiIsTheOneThatPluginsWereCompiledAgainst() throws IOException {
    List<String> lines = lines();
    if (Boolean.getBoolean("attractor.spi.write")) {
      Files.write(FILE, lines);
    }

    assertThat(lines).isEqualTo(Files.readAllLines(FILE));
  }

  @Test
  void everyTypeOfTheSpiAndTheTestkitSaysSinceWhen() throws IOException {
    for (String folder :
        List.of(
            "../spi/src/main/java/dev/attractor/ports/spi",
            "../spi/src/main/java/dev/attractor/ports/spi/graph",
            "../testkit/src/main/java/dev/attractor/testkit/plugin",
            "../testkit/src/main/java/dev/attractor/testkit/process",
            "../testkit/src/main/java/dev/attractor/testkit/llm")) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        for (Path file :
            files
                .filter(
                    one -> one.toString().endsWith(".java") && !one.endsWith("package-info.java"))
                .toList()) {
          assertThat(Files.readString(file)).as(file.toString()).contains("@since");
        }
      }
    }
  }

  private static List<String> lines() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(PACKAGES.toArray(String[]::new))
            .stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(SpiCompatibilityTest::lines)
            .sorted()
            .toList();
  }

  private static Stream<String> lines(JavaClass type) {
    return Stream.of(
            Stream.of("%s %s".formatted(kind(type), type.getName())),
            type.getCodeUnits().stream()
                .filter(unit -> isVisible(unit.getModifiers()))
                .filter(unit -> !OF_EVERY_OBJECT.contains(unit.getName()))
                .map(SpiCompatibilityTest::line),
            type.getFields().stream()
                .filter(field -> isVisible(field.getModifiers()))
                .map(SpiCompatibilityTest::line))
        .flatMap(lines -> lines);
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) && !modifiers.contains(JavaModifier.SYNTHETIC);
  }

  private static String kind(JavaClass type) {
    if (type.isRecord()) {
      return "record";
    }
    return type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
  }

  private static String line(JavaCodeUnit unit) {
    boolean mustBeImplemented = unit.getModifiers().contains(JavaModifier.ABSTRACT);
    return "%s.%s(%s): %s%s"
        .formatted(
            unit.getOwner().getName(),
            unit.getName(),
            unit.getParameterTypes().stream()
                .map(parameter -> parameter.getName())
                .collect(Collectors.joining(", ")),
            unit.getReturnType().getName(),
            mustBeImplemented ? " abstract" : "");
  }

  private static String line(JavaField field) {
    return "%s.%s: %s"
        .formatted(field.getOwner().getName(), field.getName(), field.getType().getName());
  }
}
