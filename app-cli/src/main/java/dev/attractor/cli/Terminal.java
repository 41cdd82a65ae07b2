package dev.attractor.cli;

import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.plugins.PluginPath;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.usecase.ProgramVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What a command has in its hands: two outputs, an input, the surroundings, and the program.
 *
 * @param out for programs: {@code key=value} lines or JSON
 * @param err for people
 * @param somebodyTypes whether the input is a terminal, and no file or pipe
 * @param pluginPath folders of plugins as given on the command line; known when a command runs
 */
record Terminal(
    PrintWriter out,
    PrintWriter err,
    BufferedReader in,
    BooleanSupplier somebodyTypes,
    HostEnvironment host,
    InstantSource clock,
    Cancellation cancellation,
    Supplier<List<Path>> pluginPath) {

  /** Wires the program. Not done before a command needs it: --help and --version do not. */
  AppComponent app() {
    return app(true);
  }

  /**
   * Wires the program.
   *
   * @param attended whether somebody may answer questions on the terminal
   */
  AppComponent app(boolean attended) {
    return DaggerAppComponent.factory()
        .create(
            host,
            clock,
            new TerminalInterviewer(in, err, attended, somebodyTypes),
            new ProgramVersion(version()),
            new PluginPath(pluginPath.get().stream().map(this::here).toList()));
  }

  /** Returns a path as seen from the current folder. */
  Path here(Path path) {
    return host.directory().resolve(path).normalize();
  }

  static String version() {
    Properties properties = new Properties();
    try (InputStream in = Terminal.class.getResourceAsStream("attractor.properties")) {
      if (in == null) {
        throw new IllegalStateException("attractor.properties is missing from the program");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  /** From now on a person is told that a stop was heard, and what else there is. */
  void confirmStop() {
    cancellation.onRequest(() -> {
      err.println("stopping at the next safe point; Ctrl-C once more ends everything at once");
      err.flush();
    });
  }

  /** Prints an error as people read it. */
  void complain(String message, String hint) {
    err.println("error: " + message);
    if (!hint.isEmpty()) {
      err.println("hint: " + hint);
    }
  }
}
