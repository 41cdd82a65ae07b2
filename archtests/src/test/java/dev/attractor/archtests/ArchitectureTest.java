package dev.attractor.archtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the program to its architecture, and the architecture to its counter-examples. */
class ArchitectureTest {
  private static final String ROOT = "dev.attractor";
  private static final String FIXTURE = "dev.attractor.archtests.fixture";

  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);
  private static final JavaClasses VIOLATIONS = new ClassFileImporter().importPackages(FIXTURE);

  static Set<String> rules() {
    return new Architecture(ROOT).rules().keySet();
  }

  private static ArchRule rule(String root, String name) {
    ArchRule rule = new Architecture(root).rules().get(name);
    if (rule == null) {
      throw new AssertionError("no rule " + name);
    }
    return rule;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theProgramKeepsTheRule(String name) {
    rule(ROOT, name).check(PROGRAM);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleRejectsItsCounterExample(String name) {
    assertThatThrownBy(() -> rule(FIXTURE, name).check(VIOLATIONS))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(name)
        .hasMessageContaining("because")
        .hasMessageContaining("Violates_" + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "domain",
        "ports",
        "engine",
        "process",
        "providers",
        "git",
        "fs",
        "http",
        "plugins",
        "reports",
        "testkit",
        "cli"
      })
  void everyModuleContributedClasses(String module) {
    assertThat(
            PROGRAM.stream()
                .filter(type -> type.getPackageName().startsWith(ROOT + "." + module))
                .filter(type -> !type.getSimpleName().equals("package-info")))
        .as(module)
        .isNotEmpty();
  }

  @Test
  void everyRuleHasACounterExampleAndEveryCounterExampleARule() {
    assertThat(
            VIOLATIONS.stream()
                .map(JavaClass::getSimpleName)
                .filter(name -> name.startsWith("Violates_"))
                .map(name -> name.substring("Violates_".length())))
        .containsExactlyInAnyOrderElementsOf(rules());
  }
}
