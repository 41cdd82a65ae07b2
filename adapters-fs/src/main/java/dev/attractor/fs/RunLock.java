package dev.attractor.fs;

import dev.attractor.ports.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes sure that one process drives a run. The operating system gives the lock back when the
 * process dies, however it dies; {@code run.pid} only tells people and other programs who it is.
 */
final class RunLock implements AutoCloseable {
  private final Path pidFile;
  private final FileChannel channel;

  private RunLock(Path pidFile, FileChannel channel) {
    this.pidFile = pidFile;
    this.channel = channel;
  }

  static RunLock take(Path folder) {
    Path file = folder.resolve("run.lock");
    Path pidFile = folder.resolve("run.pid");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        channel.close();
        throw Problem.usage(
            "the run in %s is being driven by another process%s"
                .formatted(folder, readPid(pidFile).map(pid -> " (pid " + pid + ")").orElse("")),
            "wait for it or stop it");
      }
      ProcessHandle self = ProcessHandle.current();
      WholeFile.writeView(pidFile, self.pid() + " " + startOf(self) + "\n");
      return new RunLock(pidFile, channel);
    } catch (IOException e) {
      throw WholeFile.cannotWrite(file, e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another run of this same process
    }
  }

  /** Returns whether the process that {@code run.pid} names lives and is that same process. */
  static boolean isHeld(Path folder) {
    Path pidFile = folder.resolve("run.pid");
    try {
      if (!Files.exists(pidFile)) {
        return false;
      }
      String text = Files.readString(pidFile).strip();
      return readPid(pidFile)
          .flatMap(ProcessHandle::of)
          .filter(process -> text.endsWith(" " + startOf(process)))
          .isPresent();
    } catch (IOException e) {
      return false; // it has just been removed
    }
  }

  private static Optional<Long> readPid(Path pidFile) throws IOException {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    String text = Files.readString(pidFile).strip();
    int end = text.indexOf(' ');
    return end > 0 ? Optional.of(Long.parseLong(text.substring(0, end))) : Optional.empty();
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(pidFile);
      channel.close();
    } catch (IOException e) {
      throw WholeFile.cannotWrite(pidFile, e);
    }
  }
}
