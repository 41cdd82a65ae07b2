package dev.attractor.archtests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The table of modules in docs/architecture.md as rules. They are about packages, so that each can
 * be tried on a counter-example that lies in packages of the same names below another root.
 */
final class Architecture {
  private static final String[] LANGUAGE = {
    "java.lang..",
    "java.util..",
    "java.io..",
    "java.math..",
    "java.nio..",
    "java.net..",
    "java.time..",
    "java.text..",
    "java.security..",
    "org.jspecify.annotations"
  };

  private final String root;
  private final Map<String, ArchRule> rules = new LinkedHashMap<>();

  /**
   * Makes the rules.
   *
   * @param root the package that the modules' packages lie in
   */
  Architecture(String root) {
    this.root = root;
    layers();
    rooms();
    libraries();
    purity();
    shapes();
    Destruction.rules(root).forEach((name, rule) -> rule(name, rule, Destruction.REMEDY));
  }

  /** Returns the rules by name. */
  Map<String, ArchRule> rules() {
    return rules;
  }

  private String in(String module) {
    return root + "." + module + "..";
  }

  private String[] in(String... modules) {
    return Stream.of(modules).map(this::in).toArray(String[]::new);
  }

  private void rule(String name, ArchRule rule, String remedy) {
    rules.put(name, rule.as(name).because(remedy).allowEmptyShould(false));
  }

  private DescribedPredicate<JavaClass> ours() {
    return resideInAPackage(root + "..");
  }

  // --- dependencies only downwards ---

  private void layers() {
    rule(
        "domain_depends_on_the_jdk_and_itself",
        classes()
            .that()
            .resideInAPackage(in("domain"))
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(LANGUAGE).or(resideInAPackage(in("domain")))),
        "move what needs a library behind a port");
    onlyDependOn("ports_depend_on_the_domain", "ports", "ports", "domain");
    onlyDependOn(
        "engine_depends_on_ports_and_domain_never_on_an_adapter",
        "engine",
        "engine",
        "ports",
        "domain");
    for (String adapter : Rooms.ADAPTERS) {
      onlyDependOn(
          adapter + "_knows_neither_engine_nor_other_adapters",
          adapter,
          adapter,
          "ports",
          "domain");
    }
    onlyDependOn("testkit_depends_on_ports_and_domain", "testkit", "testkit", "ports", "domain");
    rule(
        "no_package_cycles",
        slices().matching(root + ".(*).(*)..").should().beFreeOfCycles(),
        "move a type to the package whose word it is, or turn a dependency round with an interface");
    rule(
        "spi_signatures_mention_only_the_spi_the_domains_outcomes_and_the_jdk",
        methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(root + ".ports.spi..")
            .should(
                mentionOnly(
                    resideInAnyPackage(LANGUAGE)
                        .or(
                            resideInAnyPackage(
                                root + ".ports.spi..",
                                root + ".domain.outcome",
                                root + ".domain.agent"))
                        .or(resideInAPackage("")))),
        "give plugins a type of the SPI's own");
  }

  private void rooms() {
    Rooms rooms = new Rooms(root);
    rule(
        "outsiders_reach_a_module_only_by_its_entry",
        noClasses().that(ours()).should(rooms.reachIntoAnother()),
        "name what is needed in a port, and bind it in the *Module");
    rule(
        "root_packages_hold_only_entries",
        classes().that(rooms.lieInARootPackage()).should(rooms.beEntries()),
        "put it into the package that is named like the port it serves");
    rule(
        "packages_point_only_where_the_table_says",
        classes().that(ours()).should(rooms.pointAsListed()),
        "turn the arrow round with an interface, or change the table in Rooms");
  }

  private void onlyDependOn(String name, String module, String... allowed) {
    rule(
        name,
        classes()
            .that()
            .resideInAPackage(in(module))
            .should()
            .onlyDependOnClassesThat(not(ours()).or(resideInAnyPackage(in(allowed)))),
        "name what is needed in a port and let the adapter implement it");
  }

  private static ArchCondition<JavaMethod> mentionOnly(DescribedPredicate<JavaClass> allowed) {
    return new ArchCondition<>("mention only allowed types") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        if (method.getModifiers().contains(JavaModifier.PRIVATE)) {
          return;
        }
        Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream())
            .flatMap(type -> type.getAllInvolvedRawTypes().stream())
            .map(JavaClass::getBaseComponentType)
            .filter(type -> !type.isPrimitive() && !allowed.test(type))
            .forEach(type ->
                events.add(
                    SimpleConditionEvent.violated(
                        method, method.getFullName() + " mentions " + type.getName())));
      }
    };
  }

  // --- libraries where the table allows them ---

  private void libraries() {
    library(
        "jackson_only_in_adapters_and_apps",
        "tools.jackson..",
        "fs",
        "providers",
        "http",
        "reports",
        "cli");
    library("jgit_only_in_the_git_adapter", "org.eclipse.jgit..", "git");
    library("picocli_only_in_the_command_line", "picocli..", "cli");
    library("the_layout_library_only_in_reports", "org.graphper..", "reports");
    rule(
        "reports_know_neither_files_nor_network",
        noClasses()
            .that()
            .resideInAPackage(in("reports"))
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.file.Files")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.File")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.net.."),
        "take facts as a parameter, return texts and bytes");
    library("guava_nowhere_in_the_program", "com.google.common..");
    library("wiremock_only_in_the_testkit", "com.github.tomakehurst..", "testkit");
    rule(
        "the_testkit_is_reached_only_by_the_played_model",
        noClasses()
            .that(
                resideInAPackage(in("cli"))
                    .and(not(simpleName("PlayedModel").or(simpleName("MockLlmScript")))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(in("testkit")),
        "the testkit is on the class path of attractor dev only");
    rule(
        "dagger_only_in_modules_and_components",
        noClasses()
            .that(ours().and(not(wiring())))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dagger.."),
        "bind it in the Module or Component beside it; classes carry jakarta.inject.Inject only");
  }

  private void library(String name, String packages, String... modules) {
    rule(
        name,
        noClasses()
            .that(ours().and(not(resideInAnyPackage(in(modules)))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(packages),
        "keep the library behind a port");
  }

  private static DescribedPredicate<JavaClass> wiring() {
    return DescribedPredicate.describe(
        "wiring",
        type -> {
          String name = type.getName();
          return name.matches(".*(Module|Component)(_.*|\\$.*)?")
              || name.contains(".Dagger")
              || name.endsWith("_Factory") // generated
              || name.contains("_Factory$");
        });
  }

  // --- no effects where none belong ---

  private void purity() {
    rule(
        "processes_start_only_in_the_supervisor",
        noClasses()
            .that(
                ours()
                    .and(
                        not(
                            resideInAnyPackage(
                                root + ".process.supervision", root + ".testkit.process")))
                    .and(not(simpleName("GitProgram"))))
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.ProcessBuilder")
            .orShould()
            .callMethod(Runtime.class, "exec", String.class)
            .orShould()
            .callMethod(Runtime.class, "exec", String[].class),
        "use ProcessRunner, which ends what it starts");
    rule(
        "class_loaders_and_service_loader_only_in_the_plugins_adapter",
        noClasses()
            .that(ours().and(not(resideInAPackage(in("plugins")))))
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.ServiceLoader")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ClassLoader.class),
        "ask the PluginCatalog");
    rule(
        "no_clock_randomness_sleep_or_environment_in_domain_and_engine",
        noClasses().that().resideInAnyPackage(in("domain", "engine")).should(reachTheMachine()),
        "take it as a parameter or through a port: InstantSource, Jitter, Sleeper, HostEnvironment");
    rule(
        "nothing_depends_on_the_locale_of_the_machine",
        noClasses().that(ours()).should(new DefaultLocale()),
        "name it: Locale.ROOT");
    rule(
        "the_domain_is_free_of_files_threads_and_network",
        noClasses()
            .that()
            .resideInAPackage(in("domain"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.io..", "java.nio.file..", "java.net..", "java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Thread"),
        "hand the content in as a text");
    rule(
        "system_streams_and_exit_only_in_the_command_line",
        noClasses()
            .that(ours().and(not(resideInAPackage(in("cli")))))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class),
        "return a result and let the command print it");
  }

  private static ArchCondition<JavaClass> reachTheMachine() {
    return new ArchCondition<>("reach the machine") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getCodeUnitCallsFromSelf().stream()
            .filter(call ->
                reaches(
                    call.getTargetOwner().getName(),
                    call.getName(),
                    call.getTarget().getRawParameterTypes().isEmpty()))
            .forEach(call ->
                // satisfied, since the rule says that no class should
                events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
      }
    };
  }

  private static boolean reaches(String owner, String name, boolean noParameters) {
    return switch (owner) {
      case "java.lang.System" ->
          name.equals("currentTimeMillis")
              || name.equals("nanoTime")
              || name.equals("getenv")
              || name.equals("getProperty");
      case "java.time.Instant", "java.time.LocalDateTime", "java.time.ZonedDateTime" ->
          name.equals("now") && noParameters;
      case "java.time.Clock", "java.time.InstantSource" -> name.startsWith("system");
      case "java.lang.Thread" -> name.equals("sleep");
      case "java.lang.Math" -> name.equals("random");
      case "java.util.Random", "java.security.SecureRandom" -> name.equals("<init>");
      case "java.util.UUID" -> name.equals("randomUUID");
      case "java.util.concurrent.ThreadLocalRandom" -> true;
      default -> false;
    };
  }

  // --- shapes ---

  private void shapes() {
    rule(
        "domain_types_have_only_final_fields",
        classes()
            .that()
            .resideInAPackage(in("domain"))
            .and(not(workers()))
            .should(haveOnlyFinalFields()),
        "make it a record; what changes while something is built stays private to its package");
    rule(
        "no_static_mutable_state",
        classes().that(ours()).should(haveOnlyFinalStatics()),
        "keep state in an object that somebody owns");
  }

  /** Objects that live while a text is read or a state is made, and are seen by nobody else. */
  private static DescribedPredicate<JavaClass> workers() {
    return DescribedPredicate.describe(
        "workers that nobody outside their package sees",
        type -> {
          JavaClass outermost = type;
          while (outermost.getEnclosingClass().isPresent()) {
            if (outermost.getModifiers().contains(JavaModifier.PRIVATE)) {
              return true;
            }
            outermost = outermost.getEnclosingClass().get();
          }
          return !outermost.getModifiers().contains(JavaModifier.PUBLIC) || neverEscapes(outermost);
        });
  }

  /** Whether all that others can call is static, so that nobody else gets hold of an instance. */
  private static boolean neverEscapes(JavaClass type) {
    return type.getConstructors().stream()
            .allMatch(constructor -> constructor.getModifiers().contains(JavaModifier.PRIVATE))
        && type.getMethods().stream()
            .filter(method -> !method.getModifiers().contains(JavaModifier.PRIVATE))
            .allMatch(method -> method.getModifiers().contains(JavaModifier.STATIC));
  }

  private static ArchCondition<JavaClass> haveOnlyFinalFields() {
    return fields("have only final fields", field -> false);
  }

  private static ArchCondition<JavaClass> haveOnlyFinalStatics() {
    return fields(
        "have only final static fields",
        field -> !field.getModifiers().contains(JavaModifier.STATIC));
  }

  private static ArchCondition<JavaClass> fields(
      String description, java.util.function.Predicate<JavaField> passes) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaField field : type.getFields()) {
          boolean fine =
              field.getModifiers().contains(JavaModifier.FINAL)
                  || field.getModifiers().contains(JavaModifier.SYNTHETIC)
                  || passes.test(field);
          events.add(new SimpleConditionEvent(type, fine, field.getFullName() + " can be changed"));
        }
      }
    };
  }
}
