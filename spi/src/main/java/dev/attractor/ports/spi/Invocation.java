package dev.attractor.ports.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How a program was started for a task, and how it ended; becomes {@code cli_invocation.json}.
 *
 * @param executable the program
 * @param argv the whole command line
 * @param promptMode {@code argument} or {@code stdin}
 * @param envNames names of the variables it saw; values are never told
 * @param result how it ended
 * @since 0.1
 */
public record Invocation(
    String executable,
    List<String> argv,
    String promptMode,
    List<String> envNames,
    ProcessResult result) {
  public Invocation {
    requireNonNull(executable, "executable is null");
    requireNonNull(promptMode, "promptMode is null");
    requireNonNull(result, "result is null");
    argv = List.copyOf(argv);
    envNames = envNames.stream().sorted().toList();
  }
}
