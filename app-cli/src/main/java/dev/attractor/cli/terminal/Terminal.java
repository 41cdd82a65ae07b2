package dev.attractor.cli.terminal;

import dev.attractor.cli.screen.Screen;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What a command has in its hands: two outputs, an input and the surroundings.
 *
 * @param out for programs: {@code key=value} lines or JSON
 * @param err for people
 * @param somebodyTypes whether the input is a terminal, and no file or pipe
 * @param isOutSeen whether the output for programs is a terminal, so that a person reads it
 * @param screen where a view of a run can be drawn; empty when no person is there, or the terminal
 *     can only print
 * @param stops what tells that the program is to stop; the system is asked to say so once somebody
 *     wants to hear it
 * @param pluginPath folders of plugins as given on the command line; known when a command runs
 * @param redactor knows the secrets of the surroundings
 */
public record Terminal(
    PrintWriter out,
    PrintWriter err,
    BufferedReader in,
    BooleanSupplier somebodyTypes,
    boolean isOutSeen,
    Optional<Screen> screen,
    HostEnvironment host,
    InstantSource clock,
    Supplier<Cancellation> stops,
    Supplier<List<Path>> pluginPath,
    Redactor redactor) {
  /** Returns what tells that the program is to stop. */
  public Cancellation cancellation() {
    return stops.get();
  }

  /** Returns a path as seen from the current folder. */
  public Path here(Path path) {
    return host.directory().resolve(path).normalize();
  }

  /** Returns the version of the program. */
  public static String version() {
    return builtWith("version");
  }

  /** Returns where the newest version is told; empty when the build was not told of it. */
  public static Optional<URI> latest() {
    return Optional.of(builtWith("latest")).filter(text -> !text.isEmpty()).map(URI::create);
  }

  private static String builtWith(String key) {
    Properties properties = new Properties();
    try (InputStream in = Terminal.class.getResourceAsStream("attractor.properties")) {
      if (in == null) {
        throw new IllegalStateException("attractor.properties is missing from the program");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty(key);
  }

  /** Returns the writer for other programs. */
  public FieldWriter fields() {
    return new FieldWriter(out);
  }

  /**
   * Asks a person.
   *
   * @return whether the answer is a yes; no answer is none
   */
  public boolean agrees(String question) {
    err.printf("%s [y/N] ", question);
    err.flush();
    try {
      String answer = in.readLine();
      return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on a person is told that a stop was heard, and what else there is. */
  public void confirmStop() {
    cancellation()
        .onRequest(() -> {
          err.println("stopping at the next safe point; Ctrl-C once more ends everything at once");
          err.flush();
        });
  }

  /**
   * Tells what is wrong with a journal of which the readable part was shown; returns what to exit
   * with.
   */
  public ExitCode tellOf(Optional<AttractorException> damage) {
    damage.ifPresent(found -> complain(String.valueOf(found.getMessage()), found.hint()));
    return damage.isPresent() ? ExitCode.INTERNAL_ERROR : ExitCode.SUCCESS;
  }

  /**
   * Returns a text that quotes what was read. Facts come without secrets; and what is said around
   * them is ours, and never redacted.
   */
  public String withoutSecrets(String quoting) {
    return redactor.text(quoting);
  }

  /** Prints an error as people read it. */
  public void complain(String message, String hint) {
    err.println("error: " + withoutSecrets(message));
    if (!hint.isEmpty()) {
      err.println("hint: " + hint);
    }
  }
}
