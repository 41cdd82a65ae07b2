package dev.attractor.ports.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to run.
 *
 * @param argv the command line; the program first, by path or to be found on the PATH
 * @param directory where it runs
 * @param environment all it sees; nothing is inherited
 * @param stdin what it reads; empty for an input that is closed at once
 * @param timeout after which it is ended
 * @param idleTimeout after which it is ended when it prints nothing
 * @param record a file that identifies the running process, there from the moment it starts until
 *     it has ended (SEMANTICS §12)
 * @since 0.1
 */
public record ProcessSpec(
    List<String> argv,
    Path directory,
    Map<String, String> environment,
    String stdin,
    Optional<Duration> timeout,
    Optional<Duration> idleTimeout,
    Optional<Path> record) {
  public ProcessSpec {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command line has at least the program");
    }
  }

  /** Returns a program without input and limits. */
  public static ProcessSpec of(List<String> argv, Path directory, Map<String, String> environment) {
    return new ProcessSpec(
        argv, directory, environment, "", Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Returns the same program with this input. */
  public ProcessSpec withStdin(String text) {
    return new ProcessSpec(argv, directory, environment, text, timeout, idleTimeout, record);
  }

  /** Returns the same program with this time limit, if there is one. */
  public ProcessSpec withTimeout(Optional<Duration> limit) {
    return new ProcessSpec(argv, directory, environment, stdin, limit, idleTimeout, record);
  }

  /** Returns the same program with this limit on its silence, if there is one. */
  public ProcessSpec withIdleTimeout(Optional<Duration> limit) {
    return new ProcessSpec(argv, directory, environment, stdin, timeout, limit, record);
  }

  /** Returns the same program, identified by this file while it runs. */
  public ProcessSpec recordedIn(Path file) {
    return new ProcessSpec(
        argv, directory, environment, stdin, timeout, idleTimeout, Optional.of(file));
  }
}
