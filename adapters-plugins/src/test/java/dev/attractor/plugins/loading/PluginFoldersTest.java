package dev.attractor.plugins.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.ports.AttractorException;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.plugins.Plugin;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.plugins.PluginPath;
import dev.attractor.ports.spi.AttractorPlugin;
import dev.attractor.ports.spi.graph.Graph;
import dev.attractor.ports.spi.graph.GraphFinding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plugins in jars that are made of classes of this test. */
class PluginFoldersTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path home;

  @SuppressWarnings("NullAway.Init")
  private Path plugins;

  @BeforeEach
  void makeTheUsualFolder() throws IOException {
    plugins = Files.createDirectories(home.resolve(".config/attractor/plugins"));
  }

  private PluginCatalog load(Path... more) {
    return new PluginFolders(
            new HostEnvironment(Map.of(), home, home), new PluginPath(List.of(more)))
        .load();
  }

  private static void jar(Path file, String services, Class<?>... classes) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      if (!services.isEmpty()) {
        jar.putNextEntry(new JarEntry("META-INF/services/" + AttractorPlugin.class.getName()));
        jar.write(services.getBytes(StandardCharsets.UTF_8));
      }
      for (Class<?> type : classes) {
        String name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (InputStream in = PluginFoldersTest.class.getClassLoader().getResourceAsStream(name)) {
          in.transferTo(jar);
        }
      }
    }
  }

  private static void jarOf(Path file, Class<?>... classes) throws IOException {
    jar(file, classes[0].getName(), classes);
  }

  private static Plugin only(PluginCatalog catalog, String name) {
    return catalog.plugins().stream()
        .filter(plugin -> plugin.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + catalog.plugins()));
  }

  @Test
  void findsJarsAndFoldersInTheOrderOfTheirNamesAndThenThoseOfThePluginPath() throws IOException {
    jarOf(plugins.resolve("b.jar"), Plugins.Telling.class, Plugins.TellsLoaders.class);
    jarOf(plugins.resolve("a/main.jar"), Plugins.Second.class, Plugins.Throwing.class);
    jarOf(home.resolve("more/c.jar"), Plugins.Third.class);
    Files.writeString(plugins.resolve("notes.txt"), "no plugin");
    Files.writeString(plugins.resolve(".hidden"), "no plugin");

    assertThat(load(home.resolve("more")).plugins())
        .extracting(Plugin::name)
        .containsExactly("second", "telling", "third");
  }

  @Test
  void aPluginHasAClassLoaderOfItsOwnAndItIsThatOfTheThreadWhileItIsCalled() throws IOException {
    jarOf(plugins.resolve("a.jar"), Plugins.Telling.class, Plugins.TellsLoaders.class);
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    List<GraphFinding> told = only(load(), "telling").lintRules().getFirst().check(graph());

    assertThat(told)
        .extracting(GraphFinding::message)
        .containsExactly("own=true", "context=true", "program_visible=false");
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void whatAPluginThrowsComesAsItIs() throws IOException {
    jarOf(plugins.resolve("a.jar"), Plugins.Second.class, Plugins.Throwing.class);

    assertThatThrownBy(() -> only(load(), "second").transforms().getFirst().apply(graph()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("thrown by the plugin");
  }

  @Test
  void twoPluginsWithOneNameAreRefusedWithBothPlaces() throws IOException {
    jarOf(plugins.resolve("a.jar"), Plugins.Second.class, Plugins.Throwing.class);
    jarOf(plugins.resolve("b.jar"), Plugins.Second.class, Plugins.Throwing.class);

    assertThatThrownBy(this::load)
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("a.jar")
        .hasMessageContaining("b.jar")
        .hasMessageContaining("second");
  }

  @Test
  void aNameOfTheProgramIsTaken() throws IOException {
    jarOf(plugins.resolve("a.jar"), Plugins.TakesAName.class, Plugins.Named.class);

    assertThatThrownBy(this::load)
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("dead_end")
        .hasMessageContaining("a.jar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder", "jar"})
  void aPlaceWithoutAPluginIsRefused(String what) throws IOException {
    if (what.equals("folder")) {
      Files.createDirectories(plugins.resolve("empty"));
    } else {
      jar(plugins.resolve("empty.jar"), "");
    }

    assertThatThrownBy(this::load)
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining(plugins.resolve("empty").toString());
  }

  @Test
  void theFolderOfABuildMayBeGiven() throws IOException {
    Path target = home.resolve("target");
    jarOf(target.resolve("c.jar"), Plugins.Third.class);
    Files.createDirectories(target.resolve("classes/META-INF"));

    assertThat(only(load(target), "third").origin()).isEqualTo(target.resolve("c.jar").toString());
  }

  @Test
  void aFileThatIsNoJarIsToldAsThat() throws IOException {
    Path file = Files.writeString(plugins.resolve("text.jar"), "no jar");

    assertThatThrownBy(this::load)
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining(file + " is not a readable jar");
  }

  @Test
  void aJarIsNoFolderOfThePluginPathButTheHintNamesTheOneAroundIt() throws IOException {
    Path jar = home.resolve("more/c.jar");
    jarOf(jar, Plugins.Third.class);

    assertThatThrownBy(() -> load(jar))
        .isInstanceOfSatisfying(
            AttractorException.class,
            problem -> {
              assertThat(problem).hasMessageContaining(jar + " is a file");
              assertThat(problem.hint()).endsWith("--plugin-path " + home.resolve("more"));
            });
  }

  @Test
  void aFolderOfThePluginPathHasToBeThere() {
    assertThatThrownBy(() -> load(home.resolve("nowhere")))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void aBrokenPluginIsKeptWithTheReasonAndTheOthersWork() throws IOException {
    jarOf(plugins.resolve("a.jar"), Plugins.OfAnotherVersion.class);
    jarOf(plugins.resolve("b.jar"), Plugins.Breaking.class);
    jar(plugins.resolve("c.jar"), "no.such.PluginClass");
    jarOf(plugins.resolve("d.jar"), Plugins.Misnamed.class);
    jarOf(plugins.resolve("e.jar"), Plugins.Telling.class); // TellsLoaders is missing
    jarOf(plugins.resolve("f.jar"), Plugins.NamesNoModel.class, Plugins.WithoutModel.class);
    jarOf(plugins.resolve("g.jar"), Plugins.Third.class);

    PluginCatalog catalog = load();

    assertThat(catalog.broken())
        .extracting(plugin -> plugin.trouble().orElseThrow())
        .satisfiesExactly(
            trouble -> assertThat(trouble).contains("version 99"),
            trouble -> assertThat(trouble).contains("cannot even begin"),
            trouble ->
                assertThat(trouble)
                    .isEqualTo(
                        "Provider no.such.PluginClass not found, but META-INF/services in its jar"
                            + " names it"),
            trouble -> assertThat(trouble).contains("Not A Name"),
            trouble -> assertThat(trouble).matches("the class .*TellsLoaders is missing: .*"),
            trouble -> assertThat(trouble).contains("the default model is null"));
    assertThat(only(catalog, "third").trouble()).isEmpty();
  }

  private static Graph graph() {
    return new Graph("g", Map.of(), List.of(), List.of());
  }
}
