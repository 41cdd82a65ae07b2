package dev.attractor.process.supervision;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a program has started and what has left its group: by the mark in the environment, by who
 * started whom as long as that can be seen, and as orphans that come to us.
 */
final class Escaped {
  private final long program;
  private final MarkedProcesses marked;
  private final Orphans orphans;

  /** Seen below the program, with the time of their start: a number may be given again. */
  private final Map<Long, Long> seen = new HashMap<>();

  Escaped(long program, MarkedProcesses marked, Orphans orphans) {
    this.program = program;
    this.marked = marked;
    this.orphans = orphans;
  }

  /** Asks all of them to end, and remembers them for when their parents are gone. */
  void ask() {
    Set<Long> living = living(Set.of(program));
    living.remove(program); // its group is asked
    Hunt.ask(living);
  }

  /**
   * Ends them; they may still end by themselves until a time on the clock of the system.
   *
   * @param isSome whether some are likely, so that one look is not enough to believe in none
   */
  void end(long deadline, boolean isSome) {
    Set<Long> found = isSome ? Hunt.left(() -> living(Set.of())) : living(Set.of());
    if (!found.isEmpty()) {
      Hunt.end(() -> living(Set.of()), found, deadline);
    }
  }

  private Set<Long> living(Set<Long> known) {
    ProcessTable table = ProcessTable.now();
    Set<Long> roots = new HashSet<>(known);
    roots.addAll(marked.in(table, orphans.startOf(program)));
    roots.addAll(orphans.of(program, table));
    seen.forEach((pid, start) -> {
      if (table.startOf(pid) == start) {
        roots.add(pid);
      }
    });
    Set<Long> living = table.living(roots);
    living.forEach(pid -> seen.put(pid, table.startOf(pid)));
    return living;
  }
}
