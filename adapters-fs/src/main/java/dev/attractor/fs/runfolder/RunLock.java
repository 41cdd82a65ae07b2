package dev.attractor.fs.runfolder;

import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.OwnFiles;
import dev.attractor.ports.AttractorException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes sure that one process drives a run. The operating system gives the lock back when the
 * process dies, however it dies; {@code run.pid} only tells people and other programs who it is.
 */
final class RunLock implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(20);

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
      OwnFiles.append(file).close();
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      boolean isLocked = lock(channel, folder);
      Optional<DriverProcess> other = DriverProcess.read(pidFile);
      // Locks may not reach from machine to machine, so a driver elsewhere is believed.
      if (!isLocked || other.filter(DriverProcess::isElsewhere).isPresent()) {
        channel.close();
        throw AttractorException.usage(
            "the run in %s is being driven by another process%s"
                .formatted(
                    folder,
                    other
                        .map(driver -> " (pid %d on %s)".formatted(driver.pid(), driver.host()))
                        .orElse("")),
            "wait for it or stop it"
                + other
                    .filter(DriverProcess::isElsewhere)
                    .map(_ -> "; if that machine is gone, remove " + pidFile)
                    .orElse(""));
      }
      RunLock taken = new RunLock(pidFile, channel);
      try {
        AtomicFile.writeView(pidFile, DriverProcess.self().text());
      } catch (AttractorException e) {
        taken.close();
        throw e;
      }
      return taken;
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file, e);
    }
  }

  /**
   * A process that was killed counts as dead a moment before the system has closed its files; and
   * one that has the lock is a moment later known by its number. The system tells nobody of either,
   * so it is looked for.
   */
  private static boolean lock(FileChannel channel, Path folder) throws IOException {
    long begin = System.nanoTime();
    while (!tryLock(channel)) {
      if (holder(folder).isPresent() || System.nanoTime() - begin > PATIENCE.toNanos()) {
        return false;
      }
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another run of this same process
    }
  }

  /** Returns who drives the run in this folder, if somebody does. */
  static Optional<DriverProcess> holder(Path folder) {
    return DriverProcess.read(folder.resolve("run.pid")).filter(DriverProcess::isAlive);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(pidFile);
      channel.close();
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(pidFile, e);
    }
  }
}
