package dev.attractor.fs.runfolder;

import dev.attractor.fs.file.FromOutside;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.runfolder.Driver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The process that drives a run, as {@code run.pid} tells of it.
 *
 * @param start when the process began; it tells it from a later one of the same number
 */
record DriverProcess(long pid, String start, String host) implements Driver {
  /** The place of the start time in {@code /proc/<pid>/stat}, counted from behind the name. */
  private static final int STARTED = 19;

  /** The states there of one that has ended, whether somebody has waited for it or not. */
  private static final Set<String> DEAD = Set.of("Z", "X");

  static DriverProcess self() {
    ProcessHandle self = ProcessHandle.current();
    return new DriverProcess(self.pid(), startOf(self), thisHost());
  }

  /** Returns what the file tells; empty when there is none, or one that was only half written. */
  static Optional<DriverProcess> read(Path pidFile) {
    try {
      if (!Files.exists(pidFile)) {
        return Optional.empty();
      }
      List<String> words = List.of(FromOutside.text(pidFile).strip().split("\\s+", -1));
      return words.size() == 3 && words.getFirst().matches("\\d{1,18}")
          ? Optional.of(new DriverProcess(Long.parseLong(words.get(0)), words.get(1), words.get(2)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // it has just been removed
    }
  }

  String text() {
    return pid + " " + start + " " + host + "\n";
  }

  boolean isElsewhere() {
    return !host.equals(thisHost());
  }

  @Override
  public boolean isAlive() {
    return isElsewhere() || process().isPresent();
  }

  private Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(process -> startOf(process).equals(start));
  }

  @Override
  public void signal(boolean atOnce) {
    if (isElsewhere()) {
      throw AttractorException.usage(
          "the run is driven by process %d on %s".formatted(pid, host), "stop it there");
    }
    process()
        .ifPresent(process -> {
          boolean sent = atOnce ? process.destroyForcibly() : process.destroy();
          if (!sent && process.isAlive()) {
            throw AttractorException.usage(
                "process %d cannot be stopped by you".formatted(pid),
                "it may belong to another user");
          }
        });
  }

  /**
   * Linux tells it in ticks since the machine was started. By the clock on the wall, which may be
   * set while a run goes on, its driver would seem to be another process.
   */
  private static String startOf(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      // The name stands in parentheses and may hold anything, so fields count from the last one.
      List<String> fields =
          List.of(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1));
      return DEAD.contains(fields.getFirst()) ? "ended" : fields.get(STARTED);
    } catch (IOException e) { // no Linux, or it has just ended
      return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }
  }

  private static String thisHost() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("\\s", "");
    } catch (UnknownHostException e) {
      return "localhost"; // a machine without a name has no other one beside it
    }
  }
}
