package dev.attractor.process.supervision;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Ends processes that are found one by one: asks, waits, insists. They are stopped before they are
 * killed, all of them, since one that goes on could start another meanwhile.
 */
final class Hunt {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final int LOOKS = 5;

  private Hunt() {}

  /** Asks them to end. */
  static void ask(Set<Long> processes) {
    processes.forEach(pid -> {
      ProcessGroup.kill(pid, ProcessGroup.TERM);
      ProcessGroup.kill(pid, ProcessGroup.CONT); // a stopped one does not hear
    });
  }

  /**
   * Ends them, those too that are started meanwhile.
   *
   * @param living finds those that run
   * @param deadline of patience, by the clock of {@link System#nanoTime}
   * @return whether there were any
   */
  static boolean end(Supplier<Set<Long>> living, long deadline) {
    Set<Long> found = living.get();
    if (found.isEmpty()) {
      return false;
    }
    end(living, found, deadline);
    return true;
  }

  /** Ends those that were found, and those that are started meanwhile. */
  static void end(Supplier<Set<Long>> living, Set<Long> first, long deadline) {
    Set<Long> found = first;
    ask(found);
    while (!found.isEmpty() && System.nanoTime() - deadline < 0) {
      ProcessGroup.pause();
      found = left(living);
    }
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!found.isEmpty() && System.nanoTime() - end < 0) { // else they hang in the kernel
      stopAll(living, found).forEach(pid -> ProcessGroup.kill(pid, ProcessGroup.KILL));
      found = left(living);
    }
  }

  /**
   * Returns those that run. One look may miss a program that was started meanwhile by one that has
   * ended since; a chain of such programs is not over before nobody was seen several times.
   */
  static Set<Long> left(Supplier<Set<Long>> living) {
    Set<Long> found = living.get();
    for (int looks = 1; found.isEmpty() && looks < LOOKS; looks++) {
      ProcessGroup.pause();
      found = living.get();
    }
    return found;
  }

  /** Stops them, and those that were started before the last was stopped. */
  private static Set<Long> stopAll(Supplier<Set<Long>> living, Set<Long> found) {
    Set<Long> stopped = new HashSet<>();
    Set<Long> next = found;
    for (int i = 0; i < 20 && stopped.addAll(next); i++) {
      next.forEach(pid -> ProcessGroup.kill(pid, ProcessGroup.STOP));
      next = living.get();
    }
    return stopped;
  }
}
