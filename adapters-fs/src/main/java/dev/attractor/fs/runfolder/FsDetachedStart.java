package dev.attractor.fs.runfolder;

import dev.attractor.domain.layout.RunLayout;
import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.OwnFiles;
import dev.attractor.fs.journal.NdjsonJournal;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.runfolder.RunStore;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One start of a detached run. Its lock keeps the output of one start from being taken by another;
 * which of the started programs has the run, its own lock decides.
 */
final class FsDetachedStart implements RunStore.DetachedStart {
  static final String LOCK = "start.lock";

  private final RunFolderFiles files;
  private final Path output;
  private final FileOutputStream lock;

  private FsDetachedStart(RunFolderFiles files, FileOutputStream lock) {
    this.files = files;
    this.output = files.root().resolve(RunLayout.DRIVER_LOG);
    this.lock = lock;
  }

  /**
   * Takes it.
   *
   * @param again whether the run has begun, else it must not have
   */
  static FsDetachedStart take(RunFolderFiles files, boolean again) {
    try {
      OwnFiles.folder(files.root());
      FsDetachedStart start =
          new FsDetachedStart(files, OwnFiles.append(files.root().resolve(LOCK)));
      try {
        start.begin(again);
      } catch (IOException | AttractorException e) {
        start.close();
        throw e;
      }
      return start;
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(files.root(), e);
    }
  }

  private void begin(boolean again) throws IOException {
    if (!isLocked()) {
      throw AttractorException.usage(
          "a run in %s is being started by another process".formatted(files.root()),
          "follow that one, or choose another --run-id or --logs-root");
    }
    if (!again && hasBegun()) {
      throw FsRunStore.isThere(files.root());
    }
    OwnFiles.createAnew(output).close();
  }

  private boolean isLocked() throws IOException {
    try {
      return lock.getChannel().tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // another start by this same process
    }
  }

  @Override
  public Path output() {
    return output;
  }

  @Override
  public boolean hasBegun() {
    return NdjsonJournal.hasLine(files.journal());
  }

  @Override
  public boolean discard() {
    try {
      Files.deleteIfExists(output);
      Files.deleteIfExists(files.root().resolve(LOCK));
      Files.delete(files.root());
      return false;
    } catch (DirectoryNotEmptyException e) {
      return true;
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(output, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(files.root(), e);
    }
  }
}
