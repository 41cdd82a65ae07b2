package dev.attractor.cli.workbench;

import dev.attractor.cli.Main;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** The program with a SIGKILL in it: dies before it writes a certain line of its journals. */
final class DyingMain {
  private static final String JOURNAL = "dev.attractor.fs.journal.NdjsonJournal";

  private DyingMain() {}

  public static void main(String[] args) {
    int line = Integer.parseInt(args[0]);
    int code =
        Main.run(
            System.out,
            System.err,
            System.in,
            new HostEnvironment(
                System.getenv(), Path.of(System.getenv("HOME")), Path.of("").toAbsolutePath()),
            dyingAt(line),
            new Cancellation(),
            Arrays.copyOfRange(args, 1, args.length));
    Runtime.getRuntime().halt(code);
  }

  /** A journal reads the clock once a line, just before it writes it. */
  private static InstantSource dyingAt(int line) {
    AtomicInteger lines = new AtomicInteger();
    return () -> {
      if (calledByAJournal() && lines.incrementAndGet() == line) {
        die();
      }
      return Instant.now();
    };
  }

  private static boolean calledByAJournal() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(JOURNAL)));
  }

  private static void die() {
    try {
      new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
          .start()
          .waitFor();
      throw new AssertionError("still alive");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
