package dev.attractor.cli.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.Main;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.testkit.process.RealGit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A repository, a home folder and the program, for tests of whole commands. A field with
 * {@code @RegisterExtension} is begun anew for each test; after it nothing is left of it, neither
 * its processes nor its files.
 */
public final class Workbench implements BeforeEachCallback, AfterEachCallback {
  /** What a shell starts in the background, perhaps this build, does not hear Ctrl-C. */
  private static final List<String> HEARS_INTERRUPTS = hearsInterrupts();

  /** What is there is removed in the end; this is not. */
  private static final Path NOT_BEGUN = Path.of("/no/test/has/begun");

  private final Map<String, String> environment = new TreeMap<>();
  private final Map<Process, Path> outputs;
  private Path folder = NOT_BEGUN;
  private final AtomicInteger started = new AtomicInteger();

  private static List<String> hearsInterrupts() {
    List<String> prefix = List.of("env", "--default-signal=INT");
    try {
      Process attempt =
          new ProcessBuilder(Stream.concat(prefix.stream(), Stream.of("true")).toList())
              .redirectErrorStream(true)
              .start();
      attempt.getInputStream().readAllBytes();
      return attempt.waitFor() == 0 ? prefix : List.of(); // GNU's env can, others cannot
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Makes one that begins with the test. */
  public Workbench() {
    this(new ConcurrentHashMap<>());
  }

  private Workbench(Map<Process, Path> outputs) {
    this.outputs = outputs;
  }

  @Override
  public void beforeEach(ExtensionContext test) throws IOException {
    begin(Files.createTempDirectory("attractor-"));
  }

  @Override
  public void afterEach(ExtensionContext test) throws IOException, InterruptedException {
    for (Process process : outputs.keySet()) {
      process.destroyForcibly().waitFor();
    }
    remove(folder);
  }

  /** Makes a repository with one commit in a folder that is there. */
  Workbench begin(Path in) throws IOException {
    folder = in.toRealPath();
    Files.createDirectories(home());
    Files.createDirectories(repo());
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", home().toString());
    environment.put("XDG_STATE_HOME", home().resolve("state").toString());
    git("init", "-q", "-b", "main");
    write("README.md", "a project\n");
    commitAll();
    return this;
  }

  /** Returns another one, with a repository and a home of its own, that ends with this one. */
  public Workbench another(String name) throws IOException {
    return new Workbench(outputs).begin(Files.createDirectories(path(name)));
  }

  /** From now on the program sees this variable, too. */
  public Workbench with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Returns what the program sees of the environment. */
  Map<String, String> environment() {
    return environment;
  }

  /** Removes a folder and all that is in it. */
  public static void remove(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Returns the folder around the repository and the home. */
  public Path folder() {
    return folder;
  }

  /** Returns a path in the folder around the repository and the home. */
  public Path path(String name) {
    return folder.resolve(name);
  }

  /** Returns the repository. */
  public Path repo() {
    return path("repo");
  }

  /** Returns the home of the person. */
  public Path home() {
    return path("home");
  }

  /** Writes a file of the repository. */
  public Path write(String name, String content) throws IOException {
    Path file = repo().resolve(name);
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.writeString(file, content);
  }

  /** Commits all files of the repository. */
  public void commitAll() {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", "work");
  }

  /** Returns what git prints in the repository; it must end well. */
  public String git(String... args) {
    return RealGit.git(repo(), args);
  }

  /** Sends a signal, such as {@code -STOP}. */
  public void kill(String signal, String pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", signal, pid).inheritIO().start().waitFor();
  }

  /** What a command did. */
  public record Result(int code, String out, String err) {
    /** Returns the value of a {@code key=value} line. */
    public String value(String key) {
      return out.lines()
          .filter(line -> line.startsWith(key + "="))
          .map(line -> line.substring(key.length() + 1))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no %s in: %s %s".formatted(key, out, err)));
    }

    /** Returns the folder of the run that it printed. */
    public Path logsRoot() {
      return Path.of(value("logs_root"));
    }
  }

  /** Runs the program in this JVM, in the repository, with an empty input. */
  public Result attractor(String... args) {
    return attractorWithInput("", args);
  }

  /** Runs the program in this JVM, in the repository, with these lines to read. */
  public Result attractorWithInput(String input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            out,
            err,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new HostEnvironment(environment, home(), repo()),
            InstantSource.system(),
            new Cancellation(),
            args);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Starts the program in a JVM of its own, which can be killed. */
  public Process start(String... args) throws IOException {
    return start(ChildJvm.get().command(List.of(), Main.class), args);
  }

  /**
   * Starts the program in a JVM of its own, which kills itself before it writes this line of its
   * journals, counted over all of them from 1.
   */
  public Process startAndDieBefore(int line, String... args) throws IOException {
    return start(
        ChildJvm.get().command(List.of(), DyingMain.class),
        Stream.concat(Stream.of(Integer.toString(line)), Stream.of(args)).toArray(String[]::new));
  }

  /** Starts the program in a JVM of its own that has another option. */
  public Process startWithOption(String option, String... args) throws IOException {
    return start(ChildJvm.get().command(List.of(option), Main.class), args);
  }

  /** Starts a command with these arguments after it. */
  public Process start(List<String> command, String... args) throws IOException {
    List<String> argv =
        Stream.of(HEARS_INTERRUPTS, command, List.of(args)).flatMap(List::stream).toList();
    ProcessBuilder builder =
        new ProcessBuilder(argv).directory(repo().toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    // A driver that detaches itself becomes a child of this Java machine, where stages of other
    // tests run: without a mark it would be taken for what one of them has left.
    builder.environment().putIfAbsent("ATTRACTOR_PROCESS", "started by a test");
    Path output = home().resolve("output-" + started.incrementAndGet());
    builder.redirectOutput(output.toFile());
    Process process = builder.start();
    outputs.put(process, output);
    return process;
  }

  /** Returns what a process started here has printed so far. */
  public String output(Process process) throws IOException {
    Path output = outputs.get(process);
    return output == null ? "" : Files.readString(output);
  }

  /** Returns the content of every file of the repository but git's own, by path. */
  public Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(repo())) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        String name = repo().relativize(file).toString();
        if (!name.startsWith(".git/")) {
          files.put(name, Files.readString(file));
        }
      }
    }
    return files;
  }

  /** Returns the subjects of the commits of a run, oldest first, without the run's id. */
  public List<String> stages(String branch) {
    return git("log", "--reverse", "--format=%s", "main.." + branch)
        .lines()
        .map(line -> line.replaceFirst("^attractor\\([^)]*\\): ", ""))
        .toList();
  }

  /** Returns the tree of a commit. */
  public String tree(String commit) {
    return git("rev-parse", commit + "^{tree}");
  }

  /** Runs a pipeline with start, exit and these statements; it is in {@code p.dot}. */
  public Result run(String statements, String... options) throws IOException {
    Path file = Files.writeString(path("p.dot"), SamplePipelines.framed(statements));
    return attractor(
        Stream.concat(Stream.of("run", file.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  /** Returns the content of a file of JSON. */
  public static JsonNode json(Path file) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(file));
  }

  /** Fails when there is a trace of a run. */
  public void assertNothingIsLeftBehind() {
    assertThat(home().resolve("state")).doesNotExist();
    assertThat(git("branch", "--list").lines()).hasSize(1);
    assertThat(git("for-each-ref").lines()).hasSize(1);
    assertThat(repo().resolve(".git/worktrees")).doesNotExist();
  }
}
