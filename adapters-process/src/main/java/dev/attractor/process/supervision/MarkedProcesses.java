package dev.attractor.process.supervision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The processes that were started with a mark in their environment, and what they have started:
 * those that have left their group and session are found by it. Where the system does not show
 * environments, there are none.
 */
final class MarkedProcesses {
  private static final Path PROC = Path.of("/proc");
  private static final long SELF = ProcessHandle.current().pid();

  private final byte[] mark;

  MarkedProcesses(String name, String value) {
    this.mark = (name + "=" + value).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Ends them, those too that are started meanwhile: asks, waits, insists.
   *
   * @return whether there were any
   */
  boolean end(Duration grace) {
    Set<Long> found = living();
    if (found.isEmpty()) {
      return false;
    }
    signal(found, ProcessGroup.TERM);
    long deadline = System.nanoTime() + grace.toNanos();
    while (!living().isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        signal(living(), ProcessGroup.KILL);
      }
      ProcessGroup.pause();
      if (System.nanoTime() - deadline > Duration.ofSeconds(10).toNanos()) {
        return true; // they hang in the kernel, and nobody can do more
      }
    }
    return true;
  }

  private static void signal(Set<Long> processes, int signal) {
    processes.forEach(pid -> {
      ProcessGroup.kill(pid, signal);
      ProcessGroup.kill(pid, ProcessGroup.CONT); // a stopped one does not hear
    });
  }

  private Set<Long> living() {
    Set<Long> found = new LinkedHashSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        long pid = Long.parseLong(process.getFileName().toString());
        if (pid != SELF && isMarked(process)) {
          found.add(pid);
          ProcessHandle.of(pid).stream()
              .flatMap(ProcessHandle::descendants)
              .forEach(started -> found.add(started.pid()));
        }
      }
    } catch (IOException e) {
      return Set.of(); // there is no /proc here
    }
    return found;
  }

  /** The environment of a dead process is empty, that of a stranger cannot be read. */
  private boolean isMarked(Path process) {
    try {
      return contains(Files.readAllBytes(process.resolve("environ")));
    } catch (IOException e) {
      return false;
    }
  }

  private boolean contains(byte[] environment) {
    int start = 0;
    for (int i = 0; i <= environment.length; i++) {
      if (i == environment.length || environment[i] == 0) {
        if (java.util.Arrays.equals(environment, start, i, mark, 0, mark.length)) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }
}
