package dev.attractor.cli.run;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.process.DetachedProgram;
import dev.attractor.ports.runfolder.RunStore;
import dev.attractor.ports.spi.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * Starts the program once more, in a session of its own that outlives this terminal, and waits
 * until the run exists.
 */
final class DetachedRun {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Duser.home=" + System.getProperty("user.home"),
          "-Dsun.jnu.encoding=" + System.getProperty("sun.jnu.encoding"),
          "-Djava.locale.providers=SPI",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED",
          "-cp",
          System.getProperty("java.class.path"));

  /** Where the launcher says how this program was given memory, which fits the environment. */
  private static final String MEMORY = "attractor.memory";

  /** Where the launcher says what has this program start sooner. */
  private static final String CACHE = "attractor.cache";

  /** Decided for the started program: it detaches nothing, has no terminal, and is told its run. */
  private static final Set<String> DECIDED_HERE =
      Set.of("--detach", "--unattended", "--run-id", "--logs-root");

  private final Terminal terminal;
  private final Class<?> program;
  private final RunId runId;
  private final Path location;
  private final boolean isNew;

  /**
   * Makes one that has started nothing yet.
   *
   * @param program its main class
   * @param isNew whether the run is to begin, else somebody is to go on with it
   */
  DetachedRun(Terminal terminal, Class<?> program, RunId runId, Path location, boolean isNew) {
    this.terminal = terminal;
    this.program = program;
    this.runId = runId;
    this.location = location;
    this.isNew = isNew;
  }

  /** What came of the start. */
  sealed interface Begin {}

  /** The run exists. */
  record Begun(Map<String, String> fields) implements Begin {}

  /** There was no run to begin; the exit code says why, as that of a run in this terminal does. */
  record Ended(int code) implements Begin {}

  /**
   * Starts it.
   *
   * @param given the command line of this program
   * @return the fields to print once the run exists, or how it ended before that, after its words
   *     were printed
   */
  Begin start(AppComponent app, ParseResult given) {
    try (RunStore.DetachedStart start =
        isNew ? app.runStore().detach(location) : app.runStore().detachAgain(location)) {
      return start(app, given, start);
    }
  }

  private Begin start(AppComponent app, ParseResult given, RunStore.DetachedStart start) {
    long before = isNew ? 0 : facts(app);
    List<String> argv =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    argv.addAll(JVM_OPTIONS);
    String memory = System.getProperty(MEMORY, "");
    argv.add("-D%s=%s".formatted(MEMORY, memory));
    Stream.of(memory.split(" ", -1)).filter(word -> !word.isEmpty()).forEach(argv::add);
    String cache = System.getProperty(CACHE);
    if (cache != null) {
      argv.add("-D%s=%s".formatted(CACHE, cache));
      argv.add("-XX:SharedArchiveFile=" + cache);
      argv.add("-Xlog:aot*=off,cds*=off");
    }
    argv.add(program.getName());
    argv.addAll(arguments(given, isNew ? Optional.of(runId) : Optional.empty(), location));
    DetachedProgram started =
        app.processSupervisor()
            .startDetached(
                ProcessSpec.of(argv, terminal.host().directory(), variables()), start.output());
    while (true) {
      boolean ended = started.exit().isDone(); // looked at first: it may begin and end in between
      if (start.hasBegun() && facts(app) > before && isOwn(app, started)) {
        break;
      }
      if (ended) {
        tell(start);
        return new Ended(started.exit().join());
      }
      terminal.cancellation().await(POLL_INTERVAL);
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("run_id", runId.text());
    fields.put("logs_root", location.toString());
    fields.put("pid", Long.toString(started.pid()));
    return new Begun(fields);
  }

  /** In the locale in which this program was launched, which its children do not see. */
  private Map<String, String> variables() {
    Map<String, String> all = new HashMap<>(terminal.host().variables());
    if (System.getenv("ATTRACTOR_LC_ALL") != null) {
      all.put("ATTRACTOR_LC_ALL", all.getOrDefault("LC_ALL", ""));
      all.put("LC_ALL", "C.UTF-8");
    }
    return all;
  }

  /** Whoever goes on with a run writes that down before anything else, but after all checks. */
  private long facts(AppComponent app) {
    return app.runStore().glance(location).entries().getLast().seq();
  }

  /**
   * Returns all that was given again, but for what is decided here.
   *
   * @param newRun the id of a run that is to begin; empty to go on with one
   */
  static List<String> arguments(ParseResult given, Optional<RunId> newRun, Path location) {
    List<String> arguments = new ArrayList<>();
    ParseResult command = given;
    addOptions(arguments, command);
    while (command.hasSubcommand()) {
      command = command.subcommand();
      arguments.add(command.commandSpec().name());
      addOptions(arguments, command);
    }
    arguments.add("--unattended");
    newRun.ifPresent(id -> arguments.add("--run-id=" + id));
    arguments.add("--logs-root=" + location);
    if (newRun.isEmpty()) {
      return arguments; // whichever way the run was named
    }
    arguments.add("--");
    for (PositionalParamSpec word : command.matchedPositionals()) {
      arguments.addAll(word.originalStringValues());
    }
    return arguments;
  }

  private static void addOptions(List<String> arguments, ParseResult command) {
    for (OptionSpec option : command.commandSpec().options()) {
      String name = option.longestName();
      if (!command.hasMatchedOption(option) || DECIDED_HERE.contains(name)) {
        continue;
      }
      if (!option.typeInfo().isBoolean()) {
        option.originalStringValues().forEach(value -> arguments.add(name + "=" + value));
      } else if (option.<Boolean>getValue()) {
        arguments.add(name);
      }
    }
  }

  /**
   * Somebody else may have begun the run at the same moment, in a terminal. No run ends with the
   * exit code of a start that was refused.
   */
  private boolean isOwn(AppComponent app, DetachedProgram started) {
    return started.exit().isDone()
        ? started.exit().join() != ExitCode.USAGE.code()
        : app.runStore()
            .driver(location)
            .filter(driver -> driver.pid() == started.pid())
            .isPresent();
  }

  /** Nothing is left behind but what the program itself left, such as a preflight report. */
  private void tell(RunStore.DetachedStart start) {
    try {
      terminal.err().print(Files.readString(start.output()));
      terminal.err().flush();
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot read %s: %s".formatted(start.output(), e.getMessage()), "", e);
    }
    if (!start.hasBegun() && start.discard()) {
      terminal.err().println("  what was found is in " + location);
    }
  }
}
