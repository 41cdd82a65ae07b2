package dev.attractor.testkit.plugin;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * What the code of a plugin keeps to, whoever writes it; the built-in providers do, too.
 *
 * @since 0.1
 */
public final class PluginArchitecture {
  private PluginArchitecture() {}

  /**
   * Checks a plugin. Classes of tests do not count.
   *
   * @param packages the packages of the plugin; those below them belong to it
   * @throws AssertionError when it breaks a rule; the message names rule, place and remedy
   */
  public static void check(String... packages) {
    JavaClasses plugin =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(packages);
    if (plugin.isEmpty()) {
      throw new AssertionError("there are no classes in " + String.join(", ", packages));
    }
    rules(packages).forEach(rule -> rule.check(plugin));
  }

  /** Returns the rules for these packages and those below them. */
  public static List<ArchRule> rules(String... packages) {
    String[] own = new String[packages.length];
    for (int i = 0; i < packages.length; i++) {
      own[i] = packages[i] + "..";
    }
    return List.of(
        classes()
            .that()
            .resideInAnyPackage(own)
            .should()
            .onlyDependOnClassesThat(
                not(resideInAPackage("dev.attractor.."))
                    .or(resideInAnyPackage(own))
                    .or(
                        resideInAnyPackage(
                            "dev.attractor.ports.spi..",
                            "dev.attractor.domain.outcome",
                            "dev.attractor.domain.agent")))
            .as("a_plugin_uses_the_spi_only")
            .because("nothing else is there when it is loaded, and only the SPI stays as it is"),
        fields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(own)
            .and()
            .areStatic()
            .and()
            .doNotHaveName("$VALUES")
            .should()
            .beFinal()
            .allowEmptyShould(true)
            .as("a_plugin_has_no_static_state")
            .because("several runs and branches use it at the same time"),
        noClasses()
            .that()
            .resideInAnyPackage(own)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.ProcessBuilder")
            .orShould()
            .callMethod(Runtime.class, "exec", String.class)
            .orShould()
            .callMethod(Runtime.class, "exec", String[].class)
            .as("a_plugin_starts_programs_by_its_runtime")
            .because("only what the ProcessRunner started is ended for sure"),
        noClasses()
            .that()
            .resideInAnyPackage(own)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .as("a_plugin_leaves_the_terminal_alone")
            .because("standard output belongs to the program's own contract"));
  }
}
