package dev.attractor.cli.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Sees the process groups of everything that is started with a home folder, while it runs, so that
 * a test can tell whether all of it has ended: by group, not by name. Linux only.
 */
public final class ProcessGroups implements AutoCloseable {
  private static final Path PROC = Path.of("/proc");
  private static final int GLANCE_MILLIS = 25;

  private final String mark;
  private final Set<Long> seen = new ConcurrentSkipListSet<>();
  private final Thread watch;

  private ProcessGroups(Path home) {
    this.mark = "HOME=" + home;
    this.watch = Thread.ofPlatform().daemon().start(this::look);
  }

  /** Begins to watch. */
  public static ProcessGroups of(Path home) {
    return new ProcessGroups(home);
  }

  private void look() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        groups(true).forEach((pid, group) -> seen.add(group));
        Thread.sleep(GLANCE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it has seen enough
    }
  }

  /** Returns the groups of the living processes, by process; if asked for, only of marked ones. */
  private Map<Long, Long> groups(boolean marked) {
    Map<Long, Long> groups = new HashMap<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        String stat = read(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        boolean alive = fields.length > 2 && !fields[0].equals("Z");
        if (alive && (!marked || read(process.resolve("environ")).contains(mark))) {
          groups.put(Long.valueOf(process.getFileName().toString()), Long.valueOf(fields[2]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return groups;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has just ended, or belongs to somebody else
    }
  }

  /** Fails when a process of a group that was seen is still there, or none was ever seen. */
  public void assertAllHaveEnded() {
    close();
    Map<Long, Long> now = groups(false);
    seen.remove(now.get(ProcessHandle.current().pid())); // a driver shares the group of the test
    assertThat(seen).as("groups that were seen").isNotEmpty();
    Set<Long> left = new TreeSet<>(now.values());
    left.retainAll(seen);
    assertThat(left).as("process groups that are still there").isEmpty();
  }

  @Override
  public void close() {
    watch.interrupt();
    try {
      watch.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
