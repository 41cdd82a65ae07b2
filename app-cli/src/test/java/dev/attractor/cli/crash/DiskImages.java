package dev.attractor.cli.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Copies a folder before effects of this Java machine: what is on the disk when it is killed there.
 * Meanwhile nothing moves, neither a thread that comes to an effect nor a process that the machine
 * has started.
 */
final class DiskImages implements LongConsumer {
  private static final int TRIES = 5;

  private final long first;
  private final long step;
  private final Path of;
  private final Path in;

  /** So that what a copy does itself is no effect. */
  private boolean copying;

  private long passed;

  /**
   * Makes one.
   *
   * @param first the first effect to copy before, from 1
   * @param step every how manieth after it
   * @param of what is copied
   * @param in the folder for the copies, outside of it; each has the number of its effect as its
   *     name
   */
  DiskImages(long first, long step, Path of, Path in) {
    this.first = first;
    this.step = step;
    this.of = of;
    this.in = in;
  }

  @Override
  public synchronized void accept(long anyEffect) {
    if (copying) {
      return;
    }
    passed++;
    if (passed < first || (passed - first) % step != 0) {
      return;
    }
    copying = true;
    try {
      Set<String> stopped = stopAll();
      copy(in.resolve(Long.toString(passed)));
      signal("-CONT", stopped);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      copying = false;
    }
  }

  /** Another thread may have been in the middle of its effect; it comes to no other. */
  private void copy(Path image) throws IOException, InterruptedException {
    int code = run(List.of("cp", "-a", of.toString(), image.toString()));
    for (int again = 1; code != 0; again++) {
      if (again > TRIES) {
        throw new AssertionError("effect %d: cp ended with %d".formatted(passed, code));
      }
      run(List.of("rm", "-rf", image.toString()));
      code = run(List.of("cp", "-a", of.toString(), image.toString()));
    }
  }

  /** Until none is there that was not: one may have started another before it was stopped. */
  private static Set<String> stopAll() throws IOException, InterruptedException {
    Set<String> stopped = new HashSet<>();
    for (Set<String> more = started(stopped); !more.isEmpty(); more = started(stopped)) {
      signal("-STOP", more);
      stopped.addAll(more);
    }
    return stopped;
  }

  private static Set<String> started(Set<String> but) {
    try (Stream<ProcessHandle> processes = ProcessHandle.current().descendants()) {
      Set<String> ids = new HashSet<>(processes.map(process -> "" + process.pid()).toList());
      ids.removeAll(but);
      return ids;
    }
  }

  private static void signal(String signal, Set<String> processes)
      throws IOException, InterruptedException {
    if (!processes.isEmpty()) {
      List<String> command = new ArrayList<>(List.of("kill", signal));
      command.addAll(processes);
      run(command); // who has ended meanwhile hears no signal, and that is as well
    }
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }
}
