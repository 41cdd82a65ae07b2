package dev.attractor.process.supervision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The processes that were started with a mark in their environment, and what they have started:
 * those that have left their group and session are found by it. Where the system does not show
 * environments, there are none.
 */
final class MarkedProcesses {
  private final byte[] mark;

  MarkedProcesses(String name, String value) {
    this.mark = (name + "=" + value + "\0").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Ends them, those too that are started meanwhile: asks, waits, insists.
   *
   * @return whether there were any
   */
  boolean end(Duration grace) {
    return Hunt.end(
        () -> {
          ProcessTable table = ProcessTable.now();
          return table.living(in(table, 0));
        },
        System.nanoTime() + grace.toNanos());
  }

  /**
   * Returns those among these processes that carry the mark.
   *
   * @param since when it was first given, in the ticks by which processes are told
   */
  Set<Long> in(ProcessTable table, long since) {
    Set<Long> found = new HashSet<>();
    table
        .processes()
        .forEach((pid, stat) -> {
          if (pid != ProcessTable.SELF
              && stat.start() >= since
              && !stat.isDead()
              && isMarked(pid)) {
            found.add(pid);
          }
        });
    return found;
  }

  /** The environment of a dead process is empty, that of a stranger cannot be read. */
  private boolean isMarked(long pid) {
    try {
      return names(Files.readAllBytes(ProcessTable.PROC.resolve(pid + "/environ")), mark);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns whether one of the variables begins like this. */
  static boolean names(byte[] environment, byte[] beginning) {
    int start = 0;
    while (start < environment.length) {
      int end = Math.min(environment.length, start + beginning.length);
      if (Arrays.equals(environment, start, end, beginning, 0, beginning.length)) {
        return true;
      }
      while (start < environment.length && environment[start] != 0) {
        start++;
      }
      start++;
    }
    return false;
  }
}
