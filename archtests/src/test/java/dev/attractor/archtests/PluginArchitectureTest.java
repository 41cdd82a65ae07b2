package dev.attractor.archtests;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.attractor.testkit.plugin.PluginArchitecture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for plugins: the built-in providers keep them, a bad plugin breaks each. */
class PluginArchitectureTest {
  private static final String BAD = "dev.attractor.archtests.badplugin";

  static Stream<ArchRule> rules() {
    return PluginArchitecture.rules(BAD).stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aBadPluginIsRejected(ArchRule rule) {
    assertThatThrownBy(() -> rule.check(new ClassFileImporter().importPackages(BAD)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("because");
  }

  @Test
  void theBuiltInProvidersUseNothingThatOthersMayNot() {
    PluginArchitecture.check(
        "dev.attractor.providers.cli",
        "dev.attractor.providers.claude",
        "dev.attractor.providers.codex",
        "dev.attractor.providers.gemini",
        "dev.attractor.providers.scripted");
  }

  @ParameterizedTest
  @ValueSource(strings = "dev.attractor.nothing.here")
  void aPackageWithoutClassesIsNoPlugin(String name) {
    assertThatThrownBy(() -> PluginArchitecture.check(name)).isInstanceOf(AssertionError.class);
  }
}
