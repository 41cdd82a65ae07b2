package dev.attractor.archtests;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The modules, their packages and the arrows between them, as the compiler has left them. */
final class ModuleMap {
  private static final Pattern MODULE = Pattern.compile("/([a-z-]+)/target/");
  private static final Pattern DECLARED = Pattern.compile("<module>([a-z-]+)</module>");
  private static final Pattern FIRST_SENTENCE =
      Pattern.compile("/\\*\\*(.*?)(?:\\.\\s|\\.?\\s*\\*/)", Pattern.DOTALL);

  private final Path root;

  /** By package, its module; by module and package, which others it uses. */
  private final Map<String, String> moduleOf = new TreeMap<>();

  private final Map<String, Set<String>> uses = new TreeMap<>();

  ModuleMap(Path root, JavaClasses program) {
    this.root = root;
    for (JavaClass type : program) {
      Matcher module = MODULE.matcher(type.getSource().orElseThrow().getUri().toString());
      if (module.find()) {
        moduleOf.put(type.getPackageName(), module.group(1));
      }
    }
    for (JavaClass type : program) {
      if (!type.getName().contains(".Dagger")) { // generated from what the modules bind
        type.getDirectDependenciesFromSelf().stream()
            .map(dependency -> dependency.getTargetClass().getBaseComponentType().getPackageName())
            .filter(target -> !target.equals(type.getPackageName()) && moduleOf.containsKey(target))
            .forEach(target ->
                uses.computeIfAbsent(type.getPackageName(), _ -> new TreeSet<>()).add(target));
      }
    }
  }

  /** Returns the map as a part of a page in Markdown. */
  String page() {
    return picture() + tables();
  }

  private String picture() {
    Map<String, Set<String>> arrows = new TreeMap<>();
    uses.forEach((from, targets) ->
        targets.stream()
            .map(this::module)
            .filter(target -> !target.equals(module(from)))
            .forEach(
                target -> arrows.computeIfAbsent(module(from), _ -> new TreeSet<>()).add(target)));
    StringBuilder text = new StringBuilder("```mermaid\ngraph TD\n");
    arrows.forEach((from, targets) ->
        targets.stream()
            .filter(target -> !isReachedOtherwise(arrows, from, target))
            .forEach(target -> text.append("  %s --> %s%n".formatted(from, target))));
    return text.append("```\n").toString();
  }

  /** Whether there is a longer way, so that the arrow would tell nothing new. */
  private static boolean isReachedOtherwise(
      Map<String, Set<String>> arrows, String from, String target) {
    return arrows.getOrDefault(from, Set.of()).stream()
        .filter(between -> !between.equals(target))
        .anyMatch(between -> reaches(arrows, between, target));
  }

  private static boolean reaches(Map<String, Set<String>> arrows, String from, String target) {
    return from.equals(target)
        || arrows.getOrDefault(from, Set.of()).stream()
            .anyMatch(next -> reaches(arrows, next, target));
  }

  private String tables() {
    StringBuilder text = new StringBuilder();
    for (String module : modules()) {
      List<String> packages =
          moduleOf.keySet().stream().filter(name -> module(name).equals(module)).toList();
      text.append(
          "%n**%s**%n%n| package | holds | uses of its module |%n| --- | --- | --- |%n"
              .formatted(module));
      for (String name : packages) {
        text.append(
            "| `%s` | %s | %s |%n"
                .formatted(shortened(name), sentence(module, name), usedOfModule(name)));
      }
    }
    return text.toString();
  }

  private List<String> modules() {
    return DECLARED
        .matcher(read(root.resolve("pom.xml")))
        .results()
        .map(found -> found.group(1))
        .filter(moduleOf::containsValue)
        .distinct()
        .toList();
  }

  private String usedOfModule(String name) {
    return uses.getOrDefault(name, Set.of()).stream()
        .filter(target -> module(target).equals(module(name)))
        .map(target -> "`%s`".formatted(target.substring(target.lastIndexOf('.') + 1)))
        .collect(Collectors.joining(", "));
  }

  private String module(String packageName) {
    return moduleOf.getOrDefault(packageName, "");
  }

  private static String shortened(String packageName) {
    return packageName.substring("dev.attractor.".length());
  }

  private String sentence(String module, String packageName) {
    Path file =
        root.resolve(module)
            .resolve("src/main/java")
            .resolve(packageName.replace('.', '/'))
            .resolve("package-info.java");
    Matcher sentence = FIRST_SENTENCE.matcher(read(file));
    if (!sentence.find()) {
      throw new AssertionError(file + " says nothing");
    }
    return sentence.group(1).replaceAll("\\s*\\n \\*\\s*", " ").strip();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
