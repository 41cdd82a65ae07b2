package dev.attractor.process.supervision;

import dev.attractor.ports.AttractorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The file that identifies a running process. The child writes it itself before it becomes the
 * program it was started for, so there is no moment at which a killed driver leaves an unknown
 * process behind.
 */
final class ProcessRecord {
  /** Where Linux tells a word that is another one each time the machine is started. */
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  /**
   * Run by {@code sh}: writes pid, start time and the boot of the machine into the file named
   * first, then becomes the rest, if its driver, whose pid is named second, still lives. So a
   * driver that was killed in between leaves nothing that starts behind the back of the next one;
   * and one that was killed before, no record among those of the next. The parentheses keep
   * variables of the program's that are called the same as they are.
   */
  static final String SCRIPT =
      """
      if [ -n "$1" ]; then (
        line=
        if [ -r /proc/$$/stat ]; then
          IFS= read -r line </proc/$$/stat
          parent=${line##*) ? }
          [ "${parent%% *}" = "$2" ] || exit 1
        fi
        boot=
        if [ -r /proc/sys/kernel/random/boot_id ]; then
          IFS= read -r boot </proc/sys/kernel/random/boot_id
        fi
        umask 077
        printf '%s\\n%s\\n%s\\n' "$$" "$line" "$boot" >"$1"
        if [ -n "$line" ]; then
          IFS= read -r line </proc/$$/stat
          line=${line##*) ? }
          parent=${line%% *}
        else
          parent=$(ps -o ppid= -p $$ | tr -d ' ')
        fi
        [ "$parent" = "$2" ]
      ) || exit 125; fi
      shift 2
      exec "$@"
      """;

  /** In bytes; ours are shorter. */
  private static final long LONGEST = 1 << 16;

  /** The variable that marks whatever a program starts as its own. */
  static final String MARK = "ATTRACTOR_PROCESS";

  private ProcessRecord() {}

  /**
   * Ends the process group in the record if it is still the same one, what has left it, and what
   * runs below either, and removes the record.
   */
  static boolean endLeftover(Path file, java.time.Duration grace) {
    if (!Files.exists(file)) {
      return false;
    }
    Optional<Long> leader = stillTheSame(file);
    ProcessTable before = ProcessTable.now();
    Set<Long> known = markedBy(file).in(before, 0);
    leader.ifPresent(group -> known.addAll(before.ofGroup(group)));
    Set<Long> all = before.living(known); // also who has kept no mark, as long as its parent lives
    leader.ifPresent(pid -> ProcessGroup.ledBy(pid).end(grace));
    boolean escaped = markedBy(file).end(grace);
    escaped |=
        Hunt.end(
            () -> {
              ProcessTable now = ProcessTable.now();
              return now.living(now.same(before, all));
            },
            System.nanoTime() + grace.toNanos());
    remove(file);
    return leader.isPresent() || escaped;
  }

  /** Returns what was started with a record in this file, wherever it is now. */
  static MarkedProcesses markedBy(Path file) {
    return new MarkedProcesses(MARK, file.toAbsolutePath().toString());
  }

  private static Optional<Long> stillTheSame(Path file) {
    List<String> lines;
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LONGEST) {
        return Optional.empty(); // a stage has put it there
      }
      lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1); // which takes any bytes
    } catch (IOException e) {
      throw AttractorException.machine("cannot read " + file + ": " + e.getMessage(), "", e);
    }
    if (lines.isEmpty() || !lines.getFirst().matches("\\d{1,9}")) {
      return Optional.empty(); // killed while it wrote: it never became the program
    }
    if (lines.size() > 2 && isOfAnotherBoot(lines.get(2))) {
      return Optional.empty(); // nothing survived; whoever has the number now is a stranger
    }
    long pid = Long.parseLong(lines.getFirst());
    Optional<ProcessGroup.ProcStat> then =
        lines.size() > 1 ? ProcessGroup.ProcStat.parse(lines.get(1)) : Optional.empty();
    if (pid < 2 || then.isEmpty()) {
      return Optional.empty(); // a number alone proves nothing: it may be anybody's by now
    }
    Optional<ProcessGroup.ProcStat> now = ProcessGroup.ProcStat.read(Path.of("/proc", "" + pid));
    boolean reused = now.isPresent() && then.get().start() != now.get().start();
    // While a group has members its number is given to nobody else, even when its leader is gone.
    return reused || !ProcessGroup.ledBy(pid).isRunning() ? Optional.empty() : Optional.of(pid);
  }

  private static boolean isOfAnotherBoot(String boot) {
    try {
      return !boot.isEmpty() && Files.exists(BOOT) && !boot.equals(Files.readString(BOOT).strip());
    } catch (IOException e) {
      throw AttractorException.machine("cannot read " + BOOT + ": " + e.getMessage(), "", e);
    }
  }

  static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw AttractorException.machine("cannot remove " + file + ": " + e.getMessage(), "", e);
    }
  }
}
