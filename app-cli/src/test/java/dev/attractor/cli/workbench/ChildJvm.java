package dev.attractor.cli.workbench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.attractor.cli.Main;
import dev.attractor.cli.crash.CrashAgent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How tests start the program in a Java machine of its own. They do so very often: so all of it is
 * put into one jar, and run once, and those machines find its classes as an archive.
 */
public final class ChildJvm {
  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-Duser.home=" + System.getProperty("user.home"),
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED");

  /** What speaks of the jar it was in. */
  private static final Pattern OF_ONE_JAR =
      Pattern.compile("(.*/)?module-info\\.class|META-INF/[^/]*\\.(MF|SF|RSA|DSA|EC)");

  private final Path jar;
  private final List<String> archive;

  private ChildJvm(Path jar, List<String> archive) {
    this.jar = jar;
    this.archive = archive;
  }

  /** Returns the beginning of a command line: the machine, more options, and a main class. */
  public List<String> command(List<String> options, Class<?> main) {
    return Stream.of(JAVA, archive, options, List.of("-cp", jar.toString(), main.getName()))
        .flatMap(List::stream)
        .toList();
  }

  /** Returns the option that has the {@link CrashAgent} with these arguments in the machine. */
  public String crashAgent(Object... arguments) {
    return Stream.of(arguments)
        .map(Object::toString)
        .collect(Collectors.joining(",", "-javaagent:" + jar + "=", ""));
  }

  /** Returns the one of this test run. */
  public static ChildJvm get() {
    return Holder.CHILD;
  }

  private static final class Holder {
    private static final ChildJvm CHILD = make();

    private static ChildJvm make() {
      try {
        Path folder = Path.of("target", "child-jvm").toAbsolutePath();
        if (Files.exists(folder)) {
          Workbench.remove(folder);
        }
        Files.createDirectories(folder);
        return new ChildJvm(program(folder.resolve("program.jar")), List.of()).withArchive(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  /** Puts all of the class path into one jar, since to open ninety takes time. */
  private static Path program(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MULTI_RELEASE, "true");
    attributes.putValue("Premain-Class", CrashAgent.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    Map<String, byte[]> entries = new TreeMap<>();
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      Path path = Path.of(entry);
      if (entry.isEmpty()) {
        continue; // Surefire's path ends with a separator, which would mean the folder we are in
      }
      if (Files.isDirectory(path)) {
        collect(path, entries);
      } else {
        try (FileSystem content = FileSystems.newFileSystem(path)) {
          collect(content.getPath("/"), entries);
        }
      }
    }
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (String name : entries.keySet()) {
        out.putNextEntry(new JarEntry(name));
        out.write(entries.get(name));
      }
    }
    return jar;
  }

  /** The first of a name counts, as on a class path; but services add up. */
  private static void collect(Path root, Map<String, byte[]> entries) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        String name = root.relativize(file).toString();
        byte[] content = Files.readAllBytes(file);
        if (name.startsWith("META-INF/services/")) {
          entries.merge(name, content, ChildJvm::lines);
        } else if (!OF_ONE_JAR.matcher(name).matches()) {
          entries.putIfAbsent(name, content);
        }
      }
    }
  }

  private static byte[] lines(byte[] some, byte[] more) {
    return (new String(some, UTF_8) + "\n" + new String(more, UTF_8)).getBytes(UTF_8);
  }

  /** Runs a small pipeline, which also has JGit measure the clock of the disk, once and for all. */
  private ChildJvm withArchive(Path folder) throws IOException, InterruptedException {
    Path classes = folder.resolve("classes.jsa");
    Workbench bench = new Workbench().begin(folder);
    bench.write(
        "p.dot",
        "digraph t { start exit a [shape=parallelogram tool_command=true] start -> a -> exit }");
    bench.commitAll();
    Process run =
        bench.start(
            command(List.of("-XX:ArchiveClassesAtExit=" + classes, "-Xlog:disable"), Main.class),
            "run",
            "p.dot");
    if (run.waitFor() != 0) {
      throw new AssertionError(bench.output(run));
    }
    return new ChildJvm(jar, List.of("-XX:SharedArchiveFile=" + classes, "-Xlog:disable"));
  }
}
