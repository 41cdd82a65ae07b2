package dev.attractor.engine.stage;

import dev.attractor.ports.runfolder.StageFolder.LineLog;
import dev.attractor.ports.spi.ProcessListener;
import java.util.Optional;

/** What is remembered of a command's output: bounded, however much it prints. */
final class CommandOutput {
  private static final int LONGEST_TAIL = 8_000;
  private static final int LONGEST_LINE = 500;

  private final StringBuilder tail = new StringBuilder();
  private String firstStdout = "";
  private String firstStderr = "";

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
    if (tail.length() > 2 * LONGEST_TAIL) {
      tail.delete(0, tail.length() - LONGEST_TAIL);
    }
    if (line.isBlank()) {
      return;
    }
    if (error && firstStderr.isEmpty()) {
      firstStderr = shortened(line);
    } else if (!error && firstStdout.isEmpty()) {
      firstStdout = shortened(line);
    }
  }

  private static String shortened(String line) {
    String text = line.strip();
    return text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "...";
  }

  /** Returns the last part of all output. */
  synchronized String tail() {
    return tail.substring(Math.max(0, tail.length() - LONGEST_TAIL));
  }

  /** Returns the first line that says something, from the error output if there is one. */
  synchronized Optional<String> firstUsefulLine() {
    String line = firstStderr.isEmpty() ? firstStdout : firstStderr;
    return line.isEmpty() ? Optional.empty() : Optional.of(line);
  }
}
