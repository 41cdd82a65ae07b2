package dev.attractor.cli.crash;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what the Java machine does to files and processes, and kills it before a certain one. The
 * JDK's own classes call it, so it knows nothing but the JDK.
 */
public final class CrashPoint {
  private static final int WRITES = 3; // O_WRONLY or O_RDWR

  private static final AtomicLong PASSED = new AtomicLong();
  private static volatile long deadly = Long.MAX_VALUE;

  private CrashPoint() {}

  /** Dies before this point, from 1; 0 for never. */
  public static void dieBefore(long point) {
    PASSED.set(0);
    deadly = point == 0 ? Long.MAX_VALUE : point;
  }

  /** Returns how many points were passed. */
  public static long passed() {
    return PASSED.get();
  }

  /** A file is opened. Only to write it has an effect. */
  public static void open(int flags) {
    if ((flags & WRITES) != 0) {
      pass();
    }
  }

  /** Something is about to be done to a file, or a process is about to start. */
  public static void pass() {
    if (PASSED.incrementAndGet() == deadly) {
      deadly = Long.MAX_VALUE; // the killer is a process, too
      try {
        new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
            .start()
            .waitFor();
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
