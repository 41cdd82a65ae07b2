package dev.attractor.cli.terminal;

import dev.attractor.ports.AttractorException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is told when a command could not do its work.
 *
 * @param json whether a program asked, which reads one object on the standard output
 */
public record Complaints(Terminal terminal, boolean json) {
  /** Tells that a command cannot be understood; returns what to exit with. */
  public int wrongUsage(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    List<String> suggestions =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    return tell(
        String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage"),
        suggestions.isEmpty()
            ? command + " --help"
            : "did you mean %s? %s --help tells all".formatted(suggestions.getFirst(), command),
        ExitCode.USAGE);
  }

  /** Tells why a command failed; returns what to exit with. */
  public int failed(Throwable e, boolean debug) {
    if (debug) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      terminal.err().print(terminal.withoutSecrets(trace.toString()));
    }
    if (e instanceof AttractorException problem) {
      return tell(
          String.valueOf(problem.getMessage()),
          problem.hint(),
          switch (problem.kind()) {
            case USAGE -> ExitCode.USAGE;
            case MACHINE -> ExitCode.INTERNAL_ERROR;
            case BUSY -> ExitCode.NOT_YET;
          });
    }
    return tell(
        "internal error: " + e,
        debug ? "please report it with what stands above" : "run it again with --debug",
        ExitCode.INTERNAL_ERROR);
  }

  private int tell(String message, String hint, ExitCode code) {
    if (json) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("message", terminal.withoutSecrets(message));
      error.put("hint", hint);
      error.put("exit_code", code.code());
      terminal.fields().json(Map.of("error", error));
    } else {
      terminal.complain(message, hint);
    }
    return code.code();
  }
}
