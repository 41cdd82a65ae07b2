package dev.attractor.engine.stage;

import dev.attractor.domain.run.Shortened;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.ports.runfolder.StageFolder.LineLog;
import dev.attractor.ports.spi.ProcessListener;
import java.util.Optional;

/**
 * What is remembered of a command's output: bounded, however much it prints, and without secrets. A
 * secret that is cut in two is none that anybody would find, so what is told is cut last.
 */
final class CommandOutput {
  private static final int LONGEST_LINE = 500;

  /** Longer secrets than this may be cut. */
  private static final int MARGIN = 8_000;

  private final Redactor redactor;
  private final StringBuilder tail = new StringBuilder();
  private String firstStdout = "";
  private String firstStderr = "";

  CommandOutput(Redactor redactor) {
    this.redactor = redactor;
  }

  ProcessListener alsoTo(LineLog stdout, LineLog stderr) {
    return new ProcessListener() {
      @Override
      public void stdout(String line) {
        stdout.line(line);
        remember(line, false);
      }

      @Override
      public void stderr(String line) {
        stderr.line(line);
        remember(line, true);
      }
    };
  }

  private synchronized void remember(String line, boolean error) {
    tail.append(line).append('\n');
    if (tail.length() > 2 * (Shortened.TOOL_OUTPUT + MARGIN)) {
      tail.delete(0, tail.length() - Shortened.TOOL_OUTPUT - MARGIN);
    }
    if (line.isBlank()) {
      return;
    }
    if (error && firstStderr.isEmpty()) {
      firstStderr = beginning(line);
    } else if (!error && firstStdout.isEmpty()) {
      firstStdout = beginning(line);
    }
  }

  private static String beginning(String line) {
    return line.substring(0, Math.min(line.length(), LONGEST_LINE + MARGIN));
  }

  private String shortened(String line) {
    String text = redactor.text(line).strip();
    return text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "...";
  }

  /** Returns the last part of all output. */
  synchronized String tail() {
    String clean = redactor.text(tail.toString());
    return clean.substring(Math.max(0, clean.length() - Shortened.TOOL_OUTPUT));
  }

  /** Returns the first line that says something, from the error output if there is one. */
  synchronized Optional<String> firstUsefulLine() {
    String line = firstStderr.isEmpty() ? firstStdout : firstStderr;
    return line.isEmpty() ? Optional.empty() : Optional.of(shortened(line));
  }
}
