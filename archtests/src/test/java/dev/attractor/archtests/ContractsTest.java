package dev.attractor.archtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.attractor.ports.journal.Journal;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.StageFolder;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessRunner;
import dev.attractor.ports.spi.ProcessSpec;
import dev.attractor.ports.workspace.Workspace;
import dev.attractor.providers.scripted.ScriptedAgent;
import dev.attractor.testkit.contract.JournalContract;
import dev.attractor.testkit.contract.ProcessRunnerContract;
import dev.attractor.testkit.contract.ProcessSupervisorContract;
import dev.attractor.testkit.contract.RunFolderContract;
import dev.attractor.testkit.contract.StageFolderContract;
import dev.attractor.testkit.contract.WorkspaceContract;
import dev.attractor.testkit.plugin.AgentProviderContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever implements a port that has a contract suite is held to it by a test: one that extends the
 * suite and names the class, or one that makes it. Tests are read, since not all are compiled here.
 */
class ContractsTest {
  private static final Map<Class<?>, Class<?>> CONTRACTS =
      Map.of(
          Journal.class, JournalContract.class,
          RunFolder.class, RunFolderContract.class,
          StageFolder.class, StageFolderContract.class,
          Workspace.class, WorkspaceContract.class,
          ProcessSupervisor.class, ProcessSupervisorContract.class,
          ProcessRunner.class, ProcessRunnerContract.class,
          AgentProvider.class, AgentProviderContract.class);

  /** Those that no suite can hold, and why. */
  private static final Map<Class<?>, String> EXCEPT =
      Map.of(
          ScriptedAgent.class,
          "it starts no program, and the scenes of the suite are played by programs");

  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*");

  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.attractor");

  /** A runner nobody tests. */
  private static final class Unheld implements ProcessRunner {
    @Override
    public ProcessResult run(ProcessSpec spec, ProcessListener listener) {
      throw new UnsupportedOperationException();
    }
  }

  static Set<Class<?>> ports() {
    return CONTRACTS.keySet();
  }

  @ParameterizedTest
  @MethodSource("ports")
  void whoeverImplementsAPortIsHeldToItsContract(Class<?> port) throws IOException {
    assertThat(implementers(PROGRAM, port)).as("found at all").isNotEmpty();
    assertThat(withoutSuite(PROGRAM, port))
        .as("let a test extend %s", contractOf(port).getSimpleName())
        .isEmpty();
  }

  @Test
  void anImplementerWithoutASuiteIsReported() throws IOException {
    assertThat(
            withoutSuite(new ClassFileImporter().importClasses(Unheld.class), ProcessRunner.class))
        .containsExactly(Unheld.class.getName());
  }

  @Test
  void anImplementerThatOnlyAnotherSuiteOrACommentNamesIsReported() {
    JavaClasses one = new ClassFileImporter().importClasses(Unheld.class);
    JavaClass unheld = one.get(Unheld.class);

    assertThat(isHeld(unheld, ProcessRunnerContract.class, suites("JournalContract", "Unheld")))
        .isFalse();
    assertThat(
            isHeld(unheld, ProcessRunnerContract.class, suites("ProcessRunnerContract", "Unheldx")))
        .isFalse();
    assertThat(
            isHeld(
                unheld, ProcessRunnerContract.class, suites("ProcessRunnerContract", "/*Unheld*/")))
        .isFalse();
    assertThat(
            isHeld(unheld, ProcessRunnerContract.class, suites("ProcessRunnerContract", "Unheld")))
        .isTrue();
  }

  private static List<String> suites(String contract, String named) {
    return List.of(
        withoutComments("class X extends %s { Object o = new %s(); }".formatted(contract, named)));
  }

  @Test
  void noExceptionOutlivesItsReason() throws IOException {
    List<String> tests = tests();
    assertThat(EXCEPT.keySet())
        .allSatisfy(type ->
            assertThat(
                    ports().stream()
                        .filter(port -> port.isAssignableFrom(type))
                        .filter(port -> !isHeld(PROGRAM.get(type), contractOf(port), tests)))
                .isNotEmpty());
  }

  private static Class<?> contractOf(Class<?> port) {
    return Objects.requireNonNull(CONTRACTS.get(port), () -> "no contract of " + port);
  }

  private static List<JavaClass> implementers(JavaClasses classes, Class<?> port) {
    return classes.stream()
        .filter(type -> type.isAssignableTo(port) && !type.isInterface())
        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
        .toList();
  }

  private static List<String> withoutSuite(JavaClasses classes, Class<?> port) throws IOException {
    List<String> tests = tests();
    return implementers(classes, port).stream()
        .filter(type -> EXCEPT.keySet().stream().noneMatch(type::isEquivalentTo))
        .filter(type -> !isHeld(type, contractOf(port), tests))
        .map(JavaClass::getName)
        .toList();
  }

  private static boolean isHeld(JavaClass type, Class<?> contract, List<String> tests) {
    Pattern suite = Pattern.compile("extends\\s+" + contract.getSimpleName() + "\\b");
    Pattern names =
        Pattern.compile(
            "\\b(%s)\\b"
                .formatted(
                    String.join(
                        "|", makers(type).stream().map(JavaClass::getSimpleName).toList())));
    return tests.stream()
        .anyMatch(test -> suite.matcher(test).find() && names.matcher(test).find());
  }

  /** Returns the class and those of its module that make one, themselves or through others. */
  private static Set<JavaClass> makers(JavaClass type) {
    Set<JavaClass> makers = new LinkedHashSet<>();
    Deque<JavaClass> next = new ArrayDeque<>(List.of(type));
    while (!next.isEmpty()) {
      JavaClass made = next.removeFirst();
      if (!made.getSimpleName().isEmpty() && makers.add(made)) {
        Stream.<JavaAccess<?>>concat(
                made.getConstructorCallsToSelf().stream(),
                made.getMethodCallsToSelf().stream().filter(ContractsTest::isOfAFactory))
            .map(JavaAccess::getOriginOwner)
            .filter(caller -> module(caller).equals(module(type)))
            .forEach(next::add);
      }
    }
    return makers;
  }

  private static boolean isOfAFactory(JavaMethodCall call) {
    return call.getTarget()
        .resolveMember()
        .filter(method -> method.getModifiers().contains(JavaModifier.STATIC))
        .isPresent();
  }

  /** Returns {@code dev.attractor.<module>}. */
  private static String module(JavaClass type) {
    String[] names = type.getPackageName().split("\\.", -1);
    return String.join(".", List.of(names).subList(0, Math.min(3, names.length)));
  }

  private static List<String> tests() throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : Sources.below("src/test/java")) {
      texts.add(withoutComments(Files.readString(file)));
    }
    return texts;
  }

  private static String withoutComments(String source) {
    return COMMENT.matcher(source).replaceAll("");
  }
}
