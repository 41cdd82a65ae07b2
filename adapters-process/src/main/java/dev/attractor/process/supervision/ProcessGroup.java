package dev.attractor.process.supervision;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process group, or, where groups of one's own cannot be had, a process and its descendants. The
 * JDK can signal single processes only, so the group is signalled by {@code kill(2)} itself.
 */
@SuppressWarnings("restricted") // the launcher allows native access
final class ProcessGroup {
  static final int TERM = 15;
  static final int KILL = 9;
  static final int CONT = 18;
  static final int STOP = 19;
  private static final Path PROC = Path.of("/proc");
  private static final Duration POLL = Duration.ofMillis(10);
  private static final MethodHandle KILL_CALL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private final long leader;
  private final boolean grouped;

  /** Without a group, what was seen of the tree: it falls apart where one of them ends. */
  private final Set<ProcessHandle> seen = new LinkedHashSet<>();

  private ProcessGroup(long leader, boolean grouped) {
    this.leader = leader;
    this.grouped = grouped;
  }

  /** Returns the group that a process leads. */
  static ProcessGroup ledBy(long pid) {
    if (pid < 2) {
      throw new IllegalArgumentException("nobody's group: " + pid); // kill(2) would take it for all
    }
    return new ProcessGroup(pid, true);
  }

  /** Returns a process with its descendants, for systems without {@code setsid}. */
  static ProcessGroup treeOf(long pid) {
    ProcessGroup tree = new ProcessGroup(pid, false);
    ProcessHandle.of(pid).ifPresent(tree.seen::add);
    return tree;
  }

  /** Ends everything: asks, waits, insists. Returns when nothing runs any more. */
  void end(Duration grace) {
    if (!isRunning()) {
      return;
    }
    signal(TERM);
    if (awaitEmpty(grace)) {
      return;
    }
    signal(KILL);
    if (!awaitEmpty(Duration.ofSeconds(10))) {
      throw new IllegalStateException(
          "process group %d survives SIGKILL; it hangs in the kernel".formatted(leader));
    }
  }

  private void signal(int signal) {
    if (grouped) {
      kill(-leader, signal);
      kill(-leader, CONT); // a stopped one does not hear
      return;
    }
    seen.forEach(process -> kill(process.pid(), signal));
  }

  private boolean awaitEmpty(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (isRunning()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  static void pause() {
    // The end of a process that is not our child cannot be waited for, only looked for.
    try {
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isRunning() {
    if (!grouped) {
      return treeIsRunning();
    }
    if (kill(-leader, 0) != 0) {
      return false;
    }
    return !Files.isDirectory(PROC.resolve("self")) || hasLivingMember();
  }

  private boolean treeIsRunning() {
    List.copyOf(seen).forEach(process -> process.descendants().forEach(seen::add));
    seen.removeIf(process -> !process.isAlive() || isDead(process));
    return !seen.isEmpty();
  }

  private static boolean isDead(ProcessHandle process) {
    return ProcStat.read(PROC.resolve("" + process.pid())).filter(ProcStat::isDead).isPresent();
  }

  /**
   * A dead process nobody has waited for still counts for {@code kill}; it does nothing any more.
   */
  private boolean hasLivingMember() {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (ProcStat.read(process).filter(stat -> stat.isLivingMemberOf(leader)).isPresent()) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return true; // cannot tell, so it counts as running
    }
  }

  static int kill(long pid, int signal) {
    try {
      return (int) KILL_CALL.invokeExact((int) pid, signal);
    } catch (Throwable e) {
      throw new LinkageError("kill(2) cannot be called", e);
    }
  }

  /**
   * What Linux tells of a process in {@code /proc/<pid>/stat}.
   *
   * @param state one letter
   * @param parent who started it, or got it when that ended
   * @param group its process group
   * @param session of its groups
   * @param start when it started, in clock ticks since the machine did
   */
  record ProcStat(char state, long parent, long group, long session, long start) {
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int START = 19;

    static Optional<ProcStat> read(Path process) {
      try {
        return parse(Files.readString(process.resolve("stat")));
      } catch (IOException e) {
        return Optional.empty(); // it has just ended
      }
    }

    /** The name stands in parentheses and may hold anything, so fields count from the last one. */
    static Optional<ProcStat> parse(String line) {
      int nameEnd = line.lastIndexOf(')');
      if (nameEnd < 0) {
        return Optional.empty();
      }
      List<String> fields = List.of(line.substring(nameEnd + 1).strip().split(" ", -1));
      if (fields.size() <= START) {
        return Optional.empty();
      }
      return Optional.of(
          new ProcStat(
              fields.get(STATE).charAt(0),
              Long.parseLong(fields.get(PARENT)),
              Long.parseLong(fields.get(GROUP)),
              Long.parseLong(fields.get(SESSION)),
              Long.parseLong(fields.get(START))));
    }

    boolean isLivingMemberOf(long someGroup) {
      return group == someGroup && !isDead();
    }

    boolean isDead() {
      return state == 'Z' || state == 'X';
    }
  }
}
