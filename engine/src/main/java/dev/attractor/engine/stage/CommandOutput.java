package dev.attractor.engine.stage;

import dev.attractor.domain.run.Shortened;
import dev.attractor.domain.secret.RedactingStream;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.ports.runfolder.StageFolder.LineLog;
import dev.attractor.ports.spi.ProcessListener;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is remembered of a command's output: bounded, however much it prints, and without secrets.
 * Each output is cleaned by itself, before both come together: a secret of several lines would else
 * be cut by lines of the other one, and found by nobody.
 */
final class CommandOutput {
  private static final int LONGEST_LINE = 500;

  /** Characters. */
  private static final int LONGEST_BLOCK = 1 << 16;

  private final StringBuilder tail = new StringBuilder();
  private final Output stdout;
  private final Output stderr;

  CommandOutput(Redactor redactor) {
    this.stdout = new Output(redactor.stream());
    this.stderr = new Output(redactor.stream());
  }

  ProcessListener alsoTo(LineLog outLog, LineLog errorLog) {
    Block out = new Block(stdout, outLog);
    Block error = new Block(stderr, errorLog);
    return new ProcessListener() {
      @Override
      public void stdout(String line) {
        out.add(line);
      }

      @Override
      public void stderr(String line) {
        error.add(line);
      }

      @Override
      public void caughtUp() {
        out.passOn();
        error.passOn();
      }
    };
  }

  private synchronized void remember(Output output, String lines) {
    output.add(output.text.take(lines + "\n"));
  }

  /**
   * Lines that came together: to clean and to write each by itself would take many times as long.
   */
  private final class Block {
    private final Output output;
    private final LineLog log;
    private final StringBuilder lines = new StringBuilder();

    Block(Output output, LineLog log) {
      this.output = output;
      this.log = log;
    }

    synchronized void add(String line) {
      lines.append(line).append('\n');
      if (lines.length() >= LONGEST_BLOCK) {
        passOn();
      }
    }

    synchronized void passOn() {
      if (!lines.isEmpty()) {
        String all = lines.substring(0, lines.length() - 1);
        lines.setLength(0);
        log.line(all);
        remember(output, all);
      }
    }
  }

  /** One of the two. */
  private final class Output {
    private final RedactingStream text;

    /** What has come of a line that is not whole yet, until one was found. */
    private final StringBuilder line = new StringBuilder();

    private String firstUseful = "";

    Output(RedactingStream text) {
      this.text = text;
    }

    void add(String clean) {
      tail.append(clean);
      if (tail.length() > 2 * Shortened.TOOL_OUTPUT) {
        tail.delete(0, tail.length() - Shortened.TOOL_OUTPUT);
      }
      for (int i = 0; i < clean.length() && firstUseful.isEmpty(); i++) {
        if (clean.charAt(i) == '\n') {
          endLine();
        } else if (line.length() <= LONGEST_LINE) {
          line.append(clean.charAt(i));
        }
      }
    }

    private void endLine() {
      String whole = line.toString().strip();
      line.setLength(0);
      firstUseful =
          whole.length() <= LONGEST_LINE ? whole : whole.substring(0, LONGEST_LINE) + "...";
    }

    /** Nothing more comes that could make a secret of what was held back. */
    void end() {
      add(text.end());
      if (firstUseful.isEmpty()) {
        endLine();
      }
    }
  }

  /** Returns the last part of all output. */
  synchronized String tail() {
    stdout.end();
    stderr.end();
    return tail.substring(Math.max(0, tail.length() - Shortened.TOOL_OUTPUT));
  }

  /** Returns the first line that says something, from the error output if there is one. */
  synchronized Optional<String> firstUsefulLine() {
    stdout.end();
    stderr.end();
    return Stream.of(stderr.firstUseful, stdout.firstUseful)
        .filter(line -> !line.isEmpty())
        .findFirst();
  }
}
