package dev.attractor.archtests;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which packages there are, and which may use which: the table of docs/architecture.md. */
final class Rooms {
  static final Set<String> ADAPTERS =
      new TreeSet<>(Set.of("process", "providers", "git", "fs", "http", "plugins", "reports"));

  /** Modules of which others see the entry alone. */
  private static final Set<String> CLOSED =
      Set.of("process", "providers", "git", "fs", "http", "plugins", "reports", "engine");

  /** Modules whose root package holds the entry alone. */
  private static final Set<String> MODULES =
      Set.of(
          "process",
          "providers",
          "git",
          "fs",
          "http",
          "plugins",
          "reports",
          "engine",
          "cli",
          "testkit");

  /** By module, its packages and which others of the module each may use. */
  private static final Map<String, Map<String, Set<String>>> ARROWS =
      Map.of(
          "engine",
          Map.of(
              "usecase", Set.of("run", "preflight", "agent", "plugins"),
              "preflight", Set.of("agent", "plugins"),
              "agent", Set.of("stage", "plugins"),
              "run", Set.of("stage"),
              "stage", Set.of("plugins"),
              "plugins", Set.of()),
          "fs",
          Map.of(
              "runfolder", Set.of("config", "journal", "status", "file"),
              "config", Set.of("status", "file"),
              "journal", Set.of("file"),
              "status", Set.of("file"),
              "catalog", Set.of("file"),
              "process", Set.of("file"),
              "file", Set.of()),
          "providers",
          Map.of(
              "claude", Set.of("cli"),
              "codex", Set.of("cli"),
              "gemini", Set.of("cli"),
              "scripted", Set.of(),
              "cli", Set.of()),
          "cli",
          Map.ofEntries(
              Map.entry("run", Set.of("view", "terminal", "screen", "wiring")),
              Map.entry("inspect", Set.of("pipelines", "view", "terminal", "screen", "wiring")),
              Map.entry("control", Set.of("terminal", "wiring")),
              Map.entry("pipelines", Set.of("terminal", "wiring")),
              Map.entry("machine", Set.of("terminal", "wiring")),
              Map.entry("completion", Set.of("terminal", "wiring")),
              Map.entry("wiring", Set.of("terminal")),
              Map.entry("view", Set.of("terminal", "screen")),
              Map.entry("dev", Set.of("terminal")),
              Map.entry("dev.played", Set.of("dev", "terminal")),
              Map.entry("terminal", Set.of("screen")),
              Map.entry("screen", Set.of())));

  private final String root;

  /** Makes the rules for modules that lie in this package. */
  Rooms(String root) {
    this.root = root;
  }

  /** Everybody may use what is named *Module; the rest of a module is its own. */
  ArchCondition<JavaClass> reachIntoAnother() {
    return new ArchCondition<>("reach into another module") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (type.getName().contains(".Dagger")) {
          return; // generated from what the modules bind
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (CLOSED.contains(module(target))
              && !module(target).equals(module(type))
              && !target.getName().matches(".*Module(_.*)?")) {
            // satisfied, since the rule says that no class should
            events.add(SimpleConditionEvent.satisfied(dependency, dependency.getDescription()));
          }
        }
      }
    };
  }

  DescribedPredicate<JavaClass> lieInARootPackage() {
    return DescribedPredicate.describe(
        "lie in the root package of a module", type -> MODULES.contains(room(type)));
  }

  ArchCondition<JavaClass> beEntries() {
    return new ArchCondition<>("be entries") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        JavaClass outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
          outermost = outermost.getEnclosingClass().get();
        }
        String name = outermost.getSimpleName();
        boolean isEntry =
            name.matches("Main|Signals|Rehearsal|.*(Module|Command)|package-info")
                || name.contains("Module_") // generated
                || type.isAssignableTo("dev.attractor.ports.spi.AttractorPlugin");
        events.add(new SimpleConditionEvent(type, isEntry, type.getName() + " is no entry"));
      }
    };
  }

  ArchCondition<JavaClass> pointAsListed() {
    return new ArchCondition<>("point where the table says") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Map<String, Set<String>> table = ARROWS.getOrDefault(module(type), Map.of());
        if (table.isEmpty() || MODULES.contains(room(type))) {
          return; // a module without a table, or an entry, which binds everything
        }
        Set<String> allowed = table.get(concept(type));
        if (allowed == null) {
          events.add(
              SimpleConditionEvent.violated(type, type.getName() + " lies in no listed package"));
          return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (module(target).equals(module(type))
              && !concept(target).equals(concept(type))
              && !allowed.contains(concept(target))) {
            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
          }
        }
      }
    };
  }

  private String module(JavaClass type) {
    String room = room(type);
    return room.contains(".") ? room.substring(0, room.indexOf('.')) : room;
  }

  private String concept(JavaClass type) {
    String room = room(type);
    return room.substring(room.indexOf('.') + 1);
  }

  /** The package below the root: module and concept; empty for classes that are not ours. */
  private String room(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(root + ".") ? name.substring(root.length() + 1) : "";
  }
}
