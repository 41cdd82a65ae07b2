package dev.attractor.process.supervision;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The processes of the machine at a moment; none where the system does not show them.
 *
 * @param processes by their numbers
 */
record ProcessTable(Map<Long, ProcessGroup.ProcStat> processes) {
  static final Path PROC = Path.of("/proc");
  static final long SELF = ProcessHandle.current().pid();

  static ProcessTable now() {
    Map<Long, ProcessGroup.ProcStat> found = new LinkedHashMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : all) {
        ProcessGroup.ProcStat.read(process)
            .ifPresent(stat -> found.put(Long.parseLong(process.getFileName().toString()), stat));
      }
    } catch (IOException e) {
      return new ProcessTable(Map.of()); // there is no /proc here
    }
    return new ProcessTable(found);
  }

  /** Returns when a process was started, in ticks; less than any when there is none. */
  long startOf(long pid) {
    ProcessGroup.ProcStat stat = processes.get(pid);
    return stat == null ? -1 : stat.start();
  }

  /** Returns the members of a process group. */
  Set<Long> ofGroup(long group) {
    Set<Long> found = new HashSet<>();
    processes.forEach((pid, stat) -> {
      if (stat.isLivingMemberOf(group)) {
        found.add(pid);
      }
    });
    return found;
  }

  /** Returns those that are the same as at another moment: a number may be another's by now. */
  Set<Long> same(ProcessTable other, Set<Long> pids) {
    Set<Long> found = new HashSet<>(pids);
    found.removeIf(pid -> startOf(pid) < 0 || startOf(pid) != other.startOf(pid));
    return found;
  }

  /** Returns those that still run, and whatever runs below them. */
  Set<Long> living(Set<Long> roots) {
    Set<Long> found = new HashSet<>(roots);
    boolean grows = true;
    while (grows) {
      grows = false;
      for (Map.Entry<Long, ProcessGroup.ProcStat> process : processes.entrySet()) {
        if (process.getKey() != SELF && found.contains(process.getValue().parent())) {
          grows |= found.add(process.getKey());
        }
      }
    }
    found.removeIf(pid -> {
      ProcessGroup.ProcStat stat = processes.get(pid);
      return stat == null || stat.isDead();
    });
    return found;
  }
}
