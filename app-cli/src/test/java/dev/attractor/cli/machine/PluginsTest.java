package dev.attractor.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The example plugin, built by Maven as its author would build it: against the published artifacts
 * and nothing else of this project.
 */
class PluginsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path EXAMPLE = ROOT.resolve("examples/provider-plugin-example");
  private static final List<String> PUBLISHED = List.of("spi", "core-domain", "ports", "testkit");
  private static final String VERSION = Terminal.version();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private static Path shared;

  @SuppressWarnings("NullAway.Init")
  private static Path jar;

  @RegisterExtension private final Workbench bench = new Workbench();

  @BeforeAll
  static void buildThePlugin() throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "mvn"))),
        "there is no mvn on the PATH to build the plugin with");
    Path project = shared.resolve("plugin");
    copy(EXAMPLE, project);
    Path output = shared.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                "mvn",
                "-B",
                "-o",
                "-q",
                "-Dmaven.repo.local=" + repositoryWithThisVersion(),
                "-Dattractor.version=" + VERSION,
                "package")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    assertThat(project.resolve("target/surefire-reports")).isNotEmptyDirectory();
    jar = project.resolve("target/command-provider-1.0.jar");
  }

  /** The local repository of this build, and in it what would be published of this version. */
  private static Path repositoryWithThisVersion() throws IOException {
    Path local = Path.of(System.getProperty("localRepository"));
    Path repository = Files.createDirectories(shared.resolve("repository"));
    link(local, repository);
    Files.delete(repository.resolve("dev"));
    link(local.resolve("dev"), Files.createDirectories(repository.resolve("dev")));
    Path group = repository.resolve("dev/attractor");
    Files.deleteIfExists(group);
    publish(ROOT.resolve("pom.xml"), group, "attractor");
    for (String module : PUBLISHED) {
      publish(ROOT.resolve(module).resolve("pom.xml"), group, module);
      jar(
          ROOT.resolve(module).resolve("target/classes"),
          group.resolve(module).resolve(VERSION).resolve("%s-%s.jar".formatted(module, VERSION)));
    }
    return repository;
  }

  private static void link(Path from, Path to) throws IOException {
    if (Files.isDirectory(from)) {
      for (Path entry : list(from)) {
        Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> listing = Files.list(folder)) {
      return listing.toList();
    }
  }

  private static void publish(Path pom, Path group, String artifact) throws IOException {
    Path version = Files.createDirectories(group.resolve(artifact).resolve(VERSION));
    Files.copy(pom, version.resolve("%s-%s.pom".formatted(artifact, VERSION)));
  }

  private static void jar(Path classes, Path file) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file));
        Stream<Path> walk = Files.walk(classes)) {
      for (Path one : walk.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(one).toString()));
        Files.copy(one, out);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path one : walk.filter(path -> !path.startsWith(from.resolve("target"))).toList()) {
        Files.copy(one, to.resolve(from.relativize(one).toString()));
      }
    }
  }

  @BeforeEach
  void installThePlugin() throws IOException {
    Path plugins = Files.createDirectories(bench.home().resolve(".config/attractor/plugins"));
    Files.copy(jar, plugins.resolve("command.jar"));
  }

  @Test
  void aPipelineRunsWithThePlugin() throws IOException {
    Workbench.Result result = bench.attractor("run", EXAMPLE.resolve("pipeline.dot").toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.git("show", result.value("run_branch") + ":words.txt").strip())
        .matches("[1-9][0-9]*");
    assertThat(result.logsRoot().resolve("count/response.md")).hasContent("counted");
  }

  @Test
  void itsLintRuleCounts() throws IOException {
    String pipeline = Files.readString(EXAMPLE.resolve("pipeline.dot"));
    Files.writeString(
        bench.path("p.dot"), pipeline.replaceFirst("agent_command=\"[^\"]*\"", "timeout=1m"));

    Workbench.Result result = bench.attractor("validate", bench.path("p.dot").toString());

    assertThat(result.code()).isEqualTo(ExitCode.INVALID_PIPELINE.code());
    assertThat(result.err()).contains("p.dot:5:5").contains("[agent_command_required]");
  }

  @Test
  void thePluginIsListed() {
    Workbench.Result result = bench.attractor("plugins", "--json");

    assertThat(result.code()).isZero();
    JsonNode command =
        JsonMapper.shared()
            .readTree(result.out())
            .valueStream()
            .filter(plugin -> plugin.path("name").asString().equals("command"))
            .findFirst()
            .orElseThrow();
    assertThat(command.path("origin").asString()).endsWith("command.jar");
    assertThat(command.path("providers").toString()).isEqualTo("[\"command\"]");
    assertThat(bench.attractor("plugins").out()).contains("command").contains("providers: command");
  }

  @Test
  void withoutThePluginPreflightSaysSoAndABrokenOneIsNamed() throws IOException {
    Path plugins = bench.home().resolve(".config/attractor/plugins");
    Files.delete(plugins.resolve("command.jar"));
    try (JarOutputStream out =
        new JarOutputStream(Files.newOutputStream(plugins.resolve("broken.jar")))) {
      out.putNextEntry(new JarEntry("META-INF/services/dev.attractor.ports.spi.AttractorPlugin"));
      out.write("com.example.NoSuchPlugin".getBytes(StandardCharsets.UTF_8));
    }

    Workbench.Result needsIt = bench.attractor("run", EXAMPLE.resolve("pipeline.dot").toString());
    Workbench.Result other =
        bench.attractor("run", ROOT.resolve("examples/quickstart/quickstart.dot").toString());

    assertThat(needsIt.code()).isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    assertThat(needsIt.err()).contains("'command'").contains("the plugin broken cannot be used");
    assertThat(other.code()).as(other.err()).isZero();
    assertThat(other.err()).contains("com.example.NoSuchPlugin");
    Workbench.Result listed = bench.attractor("plugins");
    assertThat(listed.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(listed.out())
        .contains("cannot be used: Provider com.example.NoSuchPlugin not found")
        .contains("update or remove " + plugins.resolve("broken.jar"))
        .doesNotContain("ServiceConfigurationError");
  }

  @Test
  void thePluginPathIsAnotherPlace() throws IOException {
    Path elsewhere = Files.createDirectories(bench.path("elsewhere"));
    Files.move(
        bench.home().resolve(".config/attractor/plugins/command.jar"),
        elsewhere.resolve("command.jar"));

    Workbench.Result result =
        bench.attractor(
            "run",
            EXAMPLE.resolve("pipeline.dot").toString(),
            "--plugin-path",
            elsewhere.toString());

    assertThat(result.code()).as(result.err()).isZero();
  }
}
