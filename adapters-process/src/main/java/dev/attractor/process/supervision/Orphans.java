package dev.attractor.process.supervision;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Processes that have lost their parents and kept nothing by which they could be found: no group,
 * no session, no environment. Linux gives them to this program, which is told that it wants them.
 *
 * <p>One is taken for a program's only when no other program that runs here can have started it:
 * none was running then, or it works in the folder of this one alone. Otherwise it waits for the
 * end of the last that can. The first program of a container or a machine takes none: it is given
 * the orphans of everybody there.
 */
@SuppressWarnings("restricted") // the launcher allows native access
final class Orphans {
  private static final int SET_CHILD_SUBREAPER = 36;
  private static final int NO_HANG = 1;
  private static final long FIRST_PROGRAM = 1;
  private static final byte[] MARK = (ProcessRecord.MARK + "=").getBytes(StandardCharsets.UTF_8);

  /** The one set of this program: the system gives orphans to a program, not to a part of it. */
  static final Orphans OURS = new Orphans();

  /** A program while it runs. */
  private record Program(long from, Path folder) {}

  private final boolean given = askForThem();
  private final Map<Long, Program> running = new LinkedHashMap<>();
  private final Set<Long> detached = new HashSet<>();

  /** Dead ones of our own session, which may be somebody's that has yet to ask how they ended. */
  private final Map<Long, Long> deadSince = new HashMap<>();

  private Orphans() {}

  private static boolean askForThem() {
    Linker linker = Linker.nativeLinker();
    return Files.exists(ProcessTable.PROC.resolve("self/stat"))
        && linker
            .defaultLookup()
            .find("prctl")
            .filter(prctl -> ask(linker, prctl) == 0)
            .isPresent();
  }

  private static int ask(Linker linker, MemorySegment prctl) {
    MethodHandle call =
        linker.downcallHandle(
            prctl,
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    try {
      return (int) call.invokeExact(SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L);
    } catch (Throwable e) {
      throw new LinkageError("prctl(2) cannot be called", e);
    }
  }

  /** Starts a program that is supervised here. */
  synchronized Process start(ProcessBuilder builder) throws IOException {
    long before = ticks();
    Process process = builder.start();
    long from =
        ProcessGroup.ProcStat.read(ProcessTable.PROC.resolve(Long.toString(process.pid())))
            .map(ProcessGroup.ProcStat::start)
            .orElse(before); // it has ended already
    running.put(process.pid(), new Program(from, folderOf(builder)));
    return process;
  }

  private static Path folderOf(ProcessBuilder builder) throws IOException {
    return builder.directory().toPath().toRealPath();
  }

  /** Starts a program that is to outlive this one. */
  synchronized Process startDetached(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    detached.add(process.pid());
    return process;
  }

  /** Tells that a program has ended, and nothing of it is looked for any more. */
  synchronized void forget(long program) {
    running.remove(program);
  }

  /**
   * Returns since when this machine runs, in the ticks by which it tells the start of processes.
   */
  private static long ticks() {
    Path uptime = ProcessTable.PROC.resolve("uptime");
    try {
      String seconds = Files.readString(uptime).split(" ", -1)[0];
      return Long.parseLong(seconds.replace(".", "")) - 1; // Linux tells hundredths in both
    } catch (IOException | NumberFormatException e) {
      return 0; // no orphans come to us there
    }
  }

  /** Returns when a program was started, in the ticks by which processes are told. */
  synchronized long startOf(long program) {
    Program known = running.get(program);
    return known == null ? 0 : known.from;
  }

  /** Returns the orphans of a program among these processes, and buries dead ones. */
  synchronized Set<Long> of(long program, ProcessTable table) {
    Set<Long> found = new HashSet<>();
    ProcessGroup.ProcStat self = table.processes().get(ProcessTable.SELF);
    if (!given || self == null || !running.containsKey(program)) {
      return found;
    }
    table
        .processes()
        .forEach((pid, stat) -> {
          boolean ours = stat.parent() == ProcessTable.SELF;
          if (!ours || running.containsKey(pid) || detached.contains(pid)) {
            return;
          }
          if (stat.isDead()) {
            bury(pid, stat.session() == self.session());
          } else if (ProcessTable.SELF != FIRST_PROGRAM
              && stat.session() != self.session()
              && isOf(program, pid, stat)
              && !isMarked(pid)) {
            found.add(pid);
          }
        });
    return found;
  }

  private boolean isOf(long program, long pid, ProcessGroup.ProcStat orphan) {
    Map<Long, Program> able = new HashMap<>(running);
    able.values().removeIf(other -> other.from > orphan.start());
    if (able.size() > 1) {
      Path folder = folder(pid);
      able.values().removeIf(other -> !folder.startsWith(other.folder));
    }
    return able.keySet().equals(Set.of(program));
  }

  private static Path folder(long pid) {
    try {
      return Files.readSymbolicLink(ProcessTable.PROC.resolve(pid + "/cwd"));
    } catch (IOException e) {
      return ProcessTable.PROC; // it has just ended, or is a stranger's
    }
  }

  /** One with a mark is found by it, and belongs to nobody else. */
  private static boolean isMarked(long pid) {
    try {
      return MarkedProcesses.names(
          Files.readAllBytes(ProcessTable.PROC.resolve(pid + "/environ")), MARK);
    } catch (IOException e) {
      return true; // it has just ended, or is a stranger's
    }
  }

  private void bury(long pid, boolean maybeExpected) {
    long now = System.nanoTime();
    long since = deadSince.computeIfAbsent(pid, _ -> now);
    if (!maybeExpected || now - since > 2_000_000_000L) {
      deadSince.remove(pid);
      Wait.forDead(pid);
    }
  }

  /** The call that takes a dead child away. */
  private static final class Wait {
    private static final MethodHandle CALL =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("waitpid"),
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT));

    static void forDead(long pid) {
      try {
        int _ = (int) CALL.invokeExact((int) pid, MemorySegment.NULL, NO_HANG);
      } catch (Throwable e) {
        throw new LinkageError("waitpid(2) cannot be called", e);
      }
    }
  }
}
